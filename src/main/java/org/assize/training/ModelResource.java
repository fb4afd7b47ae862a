package org.assize.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Models, and who flags, over REST. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    record Ask(@NotNull String reason) {}

    /** One model in the list; {@code figures} are absent where nothing later was there to be tested on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ModelAnswer(
            String version,
            SubjectKind kind,
            String algorithm,
            boolean champion,
            String trainedBy,
            Instant trainedAt,
            Map<String, Object> trainedOn,
            String sha256,
            @Nullable Map<String, ModelReport.Figure> figures) {}

    private final CurrentActor actor;
    private final ModelRegistry models;
    private final RequestPromotion request;

    ModelResource(CurrentActor actor, ModelRegistry models, RequestPromotion request) {
        this.actor = actor;
        this.models = models;
        this.request = request;
    }

    @GET
    public Page<ModelAnswer> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Page<ModelVersion> page = models.page(actor.get(), after, Page.limit(limit, 50));
        return new Page<>(page.items().stream().map(ModelResource::answer).toList(), page.next());
    }

    @GET
    @Path("/{version}")
    public ModelVersion find(@PathParam("version") String version) {
        return models.find(actor.get(), version)
                .orElseThrow(() -> Problem.notFound("model").exception());
    }

    @POST
    @Path("/{version}/promotions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response promote(@PathParam("version") String version, @Valid @NotNull Ask asked) {
        return ask(version, false, asked);
    }

    /** Asks that an earlier model flag again; somebody else approves that too. */
    @POST
    @Path("/{version}/rollbacks")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollBack(@PathParam("version") String version, @Valid @NotNull Ask asked) {
        return ask(version, true, asked);
    }

    private Response ask(String version, boolean rollback, Ask asked) {
        return switch (request.request(actor.get(), version, rollback, asked.reason())) {
            case RequestPromotion.Result.Requested(UUID id) ->
                Response.created(URI.create("/api/v1/promotions/" + id))
                        .entity(Map.of("id", id))
                        .build();
            case RequestPromotion.Result.NoSuchModel _ ->
                Problem.notFound("model").response();
            case RequestPromotion.Result.AlreadyChampion _ ->
                Problem.conflict("already-champion", "This model flags already.")
                        .response();
            case RequestPromotion.Result.AlreadyRequested _ ->
                Problem.conflict("already-requested", "Somebody has asked for this already; it waits for a decision.")
                        .response();
            case RequestPromotion.Result.ReasonMissing _ ->
                Problem.invalid(List.of(new Problem.FieldError(
                                "reason", "required", "must say why, in at most 2,000 characters")))
                        .response();
            case RequestPromotion.Result.Unusable(String detail) ->
                Problem.conflict("unusable", "The model's file can not be used: " + detail + ".")
                        .response();
        };
    }

    private static ModelAnswer answer(ModelVersion model) {
        ModelReport report = model.report();
        return new ModelAnswer(
                model.version(),
                model.kind(),
                model.algorithm(),
                model.champion(),
                model.createdBy(),
                model.createdAt(),
                model.trainedOn(),
                model.sha256(),
                report == null ? null : report.challenger().figures());
    }
}
