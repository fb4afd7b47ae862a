package org.assize.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.platform.FieldError;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** The claim on a case over REST, and the acts under it. */
@Path("/api/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
public class ClaimResource {

    /** No claim ever has this version. */
    private static final long NONE = -1;

    private final CurrentActor actor;
    private final Claims claims;
    private final ClaimCase claimCase;
    private final ExtendClaim extendClaim;
    private final ReleaseCase releaseCase;
    private final SnoozeCase snoozeCase;
    private final EscalateCase escalateCase;
    private final HandOverCase handOverCase;

    ClaimResource(
            CurrentActor actor,
            Claims claims,
            ClaimCase claimCase,
            ExtendClaim extendClaim,
            ReleaseCase releaseCase,
            SnoozeCase snoozeCase,
            EscalateCase escalateCase,
            HandOverCase handOverCase) {
        this.actor = actor;
        this.claims = claims;
        this.claimCase = claimCase;
        this.extendClaim = extendClaim;
        this.releaseCase = releaseCase;
        this.snoozeCase = snoozeCase;
        this.escalateCase = escalateCase;
        this.handOverCase = handOverCase;
    }

    /** The lease as it is exchanged. */
    public record Lease(long version, Instant until) {
        static Lease of(Claim claim) {
            return new Lease(claim.version(), claim.until());
        }
    }

    public record ClaimAnswer(@JsonProperty("case") FraudCase fraudCase, Lease claim) {}

    public record Snooze(
            @Nullable Long claimVersion,
            @Nullable Instant until,
            @Nullable String reason) {}

    public record Escalation(
            @Nullable Long claimVersion,
            @Nullable String queue,
            @Nullable String reason) {}

    public record Handover(
            @Nullable Long claimVersion,
            @Nullable UUID to,
            @Nullable String reason) {}

    @POST
    @Path("/{id}/claim")
    public Response claim(@PathParam("id") UUID id) {
        return switch (claimCase.claim(actor.get(), id)) {
            case Claimed claimed -> created(claimed);
            case ClaimCase.HeldByAnother(UUID heldById, String heldBy, Instant since, Instant until) ->
                Problem.conflict("claimed", "Somebody else holds the case.")
                        .with("heldBy", heldBy)
                        .with("heldById", heldById.toString())
                        .with("since", since)
                        .with("until", until)
                        .response();
            case ClaimCase.Reserved(UUID assignedToId, String assignedTo) ->
                Problem.conflict("reserved", "The case was handed over to somebody else.")
                        .with("assignedTo", assignedTo)
                        .with("assignedToId", assignedToId.toString())
                        .response();
            case ClaimCase.ReadBefore() ->
                Problem.conflict("read-before", "Whoever has read the case blind is not its second reader.")
                        .response();
            case ClaimCase.NotOpen(var state, var closedAt) -> {
                Problem problem = Problem.conflict("not-open", "The case can not be claimed any more.")
                        .with("state", state.name());
                yield (closedAt == null ? problem : problem.with("since", closedAt)).response();
            }
            case AtCapacity(int capacity) -> atCapacity(capacity);
            case NoSuchCase() -> Problem.notFound("case").response();
        };
    }

    /** @param claimVersion of the claim to extend; without it, the one that the caller holds now */
    @PUT
    @Path("/{id}/claim")
    public Response extend(@PathParam("id") UUID id, @QueryParam("claimVersion") @Nullable Long claimVersion) {
        Actor caller = actor.get();
        ActResult result = extendClaim.extend(caller, id, version(caller, id, claimVersion));
        return result instanceof ActResult.Done(FraudCase its)
                ? Response.ok(new ClaimAnswer(its, Lease.of(Claim.of(its)))).build()
                : answer(result);
    }

    /** @param claimVersion of the claim to give back; without it, the one that the caller holds now */
    @DELETE
    @Path("/{id}/claim")
    public Response release(@PathParam("id") UUID id, @QueryParam("claimVersion") @Nullable Long claimVersion) {
        Actor caller = actor.get();
        ActResult result = releaseCase.release(caller, id, version(caller, id, claimVersion));
        return result instanceof ActResult.Done ? Response.noContent().build() : answer(result);
    }

    @POST
    @Path("/{id}/snoozes")
    public Response snooze(@PathParam("id") UUID id, @Valid @NotNull Snooze asked) {
        List<FieldError> missing = new ArrayList<>();
        Long version = required(missing, "claimVersion", asked.claimVersion());
        Instant until = required(missing, "until", asked.until());
        return version == null || until == null
                ? Problem.refused(missing).response()
                : answer(snoozeCase.snooze(
                        actor.get(), id, version, until.truncatedTo(ChronoUnit.MICROS), orEmpty(asked.reason())));
    }

    @POST
    @Path("/{id}/escalations")
    public Response escalate(@PathParam("id") UUID id, @Valid @NotNull Escalation asked) {
        List<FieldError> missing = new ArrayList<>();
        Long version = required(missing, "claimVersion", asked.claimVersion());
        return version == null
                ? Problem.refused(missing).response()
                : answer(escalateCase.escalate(
                        actor.get(), id, version, orEmpty(asked.queue()), orEmpty(asked.reason())));
    }

    @POST
    @Path("/{id}/handovers")
    public Response handOver(@PathParam("id") UUID id, @Valid @NotNull Handover asked) {
        List<FieldError> missing = new ArrayList<>();
        Long version = required(missing, "claimVersion", asked.claimVersion());
        UUID to = required(missing, "to", asked.to());
        return version == null || to == null
                ? Problem.refused(missing).response()
                : answer(handOverCase.handOver(actor.get(), id, version, to, orEmpty(asked.reason())));
    }

    private long version(Actor caller, UUID id, @Nullable Long claimVersion) {
        return claimVersion != null
                ? claimVersion
                : claims.find(id)
                        .filter(its -> caller.id().equals(its.claimedById()))
                        .map(FraudCase::claimVersion)
                        .orElse(NONE);
    }

    private static <T> @Nullable T required(List<FieldError> missing, String field, @Nullable T value) {
        if (value == null) {
            missing.add(new FieldError(field, "required", "must be given"));
        }
        return value;
    }

    private static String orEmpty(@Nullable String words) {
        return words == null ? "" : words;
    }

    static Response created(Claimed claimed) {
        return Response.created(URI.create("/api/v1/cases/" + claimed.claim().caseId() + "/claim"))
                .entity(new ClaimAnswer(claimed.fraudCase(), Lease.of(claimed.claim())))
                .build();
    }

    static Response atCapacity(int capacity) {
        return Problem.conflict("at-capacity", "You hold as many cases of this queue as one person may.")
                .with("capacity", capacity)
                .response();
    }

    private static Response answer(ActResult result) {
        return switch (result) {
            case ActResult.Done(FraudCase its) ->
                Response.created(URI.create("/api/v1/cases/" + its.id()))
                        .entity(its)
                        .build();
            case ActResult.Invalid(var errors) -> Problem.refused(errors).response();
            case LostClaim lost -> lost.problem().response();
            case NoSuchCase() -> Problem.notFound("case").response();
        };
    }
}
