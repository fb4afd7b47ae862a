package org.assize.scoring;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;

/** The scoring of history over REST. */
@Path("/api/v1/scoring-runs")
@Produces(MediaType.APPLICATION_JSON)
public class ScoringRunResource {

    record NewScoringRun(
            @NotNull SubjectKind kind,
            @NotNull Instant from,
            @NotNull Instant until) {}

    private final CurrentActor actor;
    private final ScoreHistory score;
    private final ScoringRuns runs;

    ScoringRunResource(CurrentActor actor, ScoreHistory score, ScoringRuns runs) {
        this.actor = actor;
        this.score = score;
        this.runs = runs;
    }

    /** Scores the orders placed in [from, until), or the sellers who had one; 202, the work goes on by itself. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(@Valid @NotNull NewScoringRun asked) {
        Instant from = asked.from().truncatedTo(ChronoUnit.MICROS);
        Instant until = asked.until().truncatedTo(ChronoUnit.MICROS);
        if (!from.isBefore(until)) {
            return Problem.invalid(List.of(new Problem.FieldError("until", "order", "must be after from")))
                    .response();
        }
        UUID id = score.request(actor.get(), asked.kind(), from, until);
        return Response.accepted(Map.of("id", id))
                .location(URI.create("/api/v1/scoring-runs/" + id))
                .build();
    }

    @GET
    @Path("/{id}")
    public ScoringRun find(@PathParam("id") UUID id) {
        return runs.find(actor.get(), id)
                .orElseThrow(() -> Problem.notFound("scoring run").exception());
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("id") UUID id) {
        find(id);
        score.cancel(actor.get(), id);
        return Response.accepted().build();
    }
}
