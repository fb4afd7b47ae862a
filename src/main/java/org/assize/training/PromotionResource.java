package org.assize.training;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** Decisions on promotions over REST. */
@Path("/api/v1/promotions")
@Produces(MediaType.APPLICATION_JSON)
public class PromotionResource {

    private final CurrentActor actor;
    private final Promotions promotions;
    private final DecidePromotion decide;

    PromotionResource(CurrentActor actor, Promotions promotions, DecidePromotion decide) {
        this.actor = actor;
        this.promotions = promotions;
        this.decide = decide;
    }

    /** Those that wait first, then the newest. */
    @GET
    public Page<Promotion> list(@QueryParam("limit") @Nullable Integer limit) {
        return new Page<>(promotions.newest(actor.get(), Page.limit(limit, 50)), null);
    }

    @POST
    @Path("/{id}/approvals")
    public Response approve(@PathParam("id") UUID id) {
        return decide(id, true);
    }

    @POST
    @Path("/{id}/refusals")
    public Response refuse(@PathParam("id") UUID id) {
        return decide(id, false);
    }

    private Response decide(UUID id, boolean approve) {
        return switch (decide.decide(actor.get(), id, approve)) {
            case DecidePromotion.Result.Decided(boolean approved, String version) ->
                Response.ok(Map.of("id", id, "model", version, "decision", approved ? "approved" : "refused"))
                        .build();
            case DecidePromotion.Result.NoSuchPromotion _ ->
                Problem.notFound("promotion").response();
            case DecidePromotion.Result.AlreadyDecided _ ->
                Problem.conflict("already-decided", "Somebody has decided this already.")
                        .response();
            case DecidePromotion.Result.OwnRequest _ ->
                Problem.of(
                                "own-request",
                                403,
                                "Whoever asked for a promotion, or trained the model, does not decide it; somebody else does.")
                        .response();
        };
    }
}
