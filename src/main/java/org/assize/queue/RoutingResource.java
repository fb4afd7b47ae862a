package org.assize.queue;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;

/** Routing rules over REST: always the whole list, because their order is part of what they say. */
@Path("/api/v1/routing-rules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RoutingResource {

    private final CurrentActor actor;
    private final RoutingVersions versions;
    private final ChangeRoutingRules change;
    private final RoutingPreview preview;

    RoutingResource(CurrentActor actor, RoutingVersions versions, ChangeRoutingRules change, RoutingPreview preview) {
        this.actor = actor;
        this.versions = versions;
        this.change = change;
        this.preview = preview;
    }

    /** @param version the one that the caller has looked at */
    public record NewRules(
            @NotNull Integer version, @NotNull List<@NotNull RoutingRule> rules) {}

    public record TriedRules(@NotNull List<@NotNull RoutingRule> rules) {}

    @GET
    public RoutingRules read() {
        actor.get().require(Permission.READ_CASES);
        return versions.current();
    }

    @PUT
    public Response change(@Valid @NotNull NewRules asked) {
        return switch (change.change(actor.get(), asked.version(), asked.rules())) {
            case ChangeRoutingRules.Changed(RoutingRules rules) ->
                Response.ok(rules).build();
            case ChangeRoutingRules.Outdated(RoutingRules current) ->
                QueueResource.outdated(current.version(), current.changedBy());
            case ChangeRoutingRules.Invalid(var errors) ->
                Problem.refused(errors).response();
        };
    }

    /** What other rules would have done with the cases of the last 30 days; nothing is changed. */
    @POST
    @Path("/preview")
    public Response preview(@Valid @NotNull TriedRules asked) {
        return switch (preview.of(actor.get(), asked.rules())) {
            case RoutingPreview.Preview done -> Response.ok(done).build();
            case RoutingPreview.Invalid(var errors) -> Problem.refused(errors).response();
        };
    }
}
