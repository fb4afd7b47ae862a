package org.assize.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Trainings over REST. */
@Path("/api/v1/training-runs")
@Produces(MediaType.APPLICATION_JSON)
public class TrainingRunResource {

    /**
     * Everything has a default: order, boosting, its own options, a seed of the moment, the latest windows, what is known now.
     * The four ends of the windows go together.
     */
    record NewTraining(
            @Nullable SubjectKind kind,
            @Nullable UUID snapshot,
            @Nullable String algorithm,
            @Nullable Map<String, Double> options,
            @Nullable Long seed,
            @Nullable Instant trainFrom,
            @Nullable Instant trainUntil,
            @Nullable Instant testFrom,
            @Nullable Instant testUntil,
            @Nullable Instant asOf) {}

    private final CurrentActor actor;
    private final TrainModel train;
    private final TrainingRuns runs;
    private final AssizeClock clock;

    TrainingRunResource(CurrentActor actor, TrainModel train, TrainingRuns runs, AssizeClock clock) {
        this.actor = actor;
        this.train = train;
        this.runs = runs;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(@Valid @NotNull NewTraining asked) {
        List<Problem.FieldError> errors = new ArrayList<>();
        TimeSplit split = split(asked, errors);
        if (!errors.isEmpty()) {
            return Problem.invalid(errors).response();
        }
        var request = new TrainModel.Request(
                asked.kind() == null ? SubjectKind.ORDER : asked.kind(),
                asked.algorithm() == null ? TreeOptions.Boosting.NAME : asked.algorithm(),
                asked.options() == null ? Map.of() : asked.options(),
                asked.seed() == null ? clock.now().toEpochMilli() : asked.seed(),
                split,
                asked.snapshot(),
                asked.asOf() == null ? null : micros(asked.asOf()));
        return switch (train.request(actor.get(), request)) {
            case TrainModel.Result.Started(UUID id) ->
                Response.accepted(Map.of("id", id))
                        .location(URI.create("/api/v1/training-runs/" + id))
                        .build();
            case TrainModel.Result.Refused(String field, String detail) ->
                Problem.invalid(List.of(new Problem.FieldError(field, "valid", detail)))
                        .response();
        };
    }

    @GET
    public Page<TrainingRun> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        return runs.page(actor.get(), after, Page.limit(limit, 50));
    }

    @GET
    @Path("/{id}")
    public TrainingRun find(@PathParam("id") UUID id) {
        return runs.find(actor.get(), id)
                .orElseThrow(() -> Problem.notFound("training run").exception());
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("id") UUID id) {
        find(id);
        return train.cancel(actor.get(), id)
                ? Response.accepted().build()
                : Problem.conflict("over", "The training is over; there is nothing left to stop.")
                        .response();
    }

    private static @Nullable TimeSplit split(NewTraining asked, List<Problem.FieldError> errors) {
        Instant trainFrom = asked.trainFrom();
        Instant trainUntil = asked.trainUntil();
        Instant testFrom = asked.testFrom();
        Instant testUntil = asked.testUntil();
        if (trainFrom == null || trainUntil == null || testFrom == null || testUntil == null) {
            if (Stream.of(trainFrom, trainUntil, testFrom, testUntil).anyMatch(Objects::nonNull)) {
                errors.add(new Problem.FieldError(
                        "trainFrom", "together", "trainFrom, trainUntil, testFrom and testUntil go together"));
            }
            return null;
        }
        if (!trainFrom.isBefore(trainUntil) || !trainUntil.isBefore(testFrom) || !testFrom.isBefore(testUntil)) {
            errors.add(
                    new Problem.FieldError(
                            "testFrom",
                            "order",
                            "must run forward: trainFrom, trainUntil, testFrom, testUntil; the gap in the middle is how long truth takes"));
            return null;
        }
        return new TimeSplit(micros(trainFrom), micros(trainUntil), micros(testFrom), micros(testUntil));
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
