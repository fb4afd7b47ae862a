package org.assize.queue;

import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** Queues over REST. */
@Path("/api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
public class QueueResource {

    private static final int USUAL_PAGE = 50;

    private final CurrentActor actor;
    private final QueueBacklog backlog;
    private final QueueCases queueCases;
    private final ClaimNextCase claimNext;
    private final QueuePolicies policies;
    private final ChangeQueuePolicy changePolicy;
    private final CreateQueue createQueue;
    private final AssizeClock clock;

    QueueResource(
            CurrentActor actor,
            QueueBacklog backlog,
            QueueCases queueCases,
            ClaimNextCase claimNext,
            QueuePolicies policies,
            ChangeQueuePolicy changePolicy,
            CreateQueue createQueue,
            AssizeClock clock) {
        this.actor = actor;
        this.backlog = backlog;
        this.queueCases = queueCases;
        this.claimNext = claimNext;
        this.policies = policies;
        this.changePolicy = changePolicy;
        this.createQueue = createQueue;
        this.clock = clock;
    }

    /** @param terms of a new queue's first policy */
    public record NewQueue(
            @NotNull String key,
            @NotNull String name,
            @Nullable String subjectKind,
            QueuePolicy.@NotNull Terms terms) {}

    /** @param version the one that the caller has looked at */
    public record NewPolicy(@NotNull Integer version, QueuePolicy.@NotNull Terms terms) {}

    /** A token has no time zone: its day is that of UTC. */
    @GET
    public Page<QueueBacklog.Line> backlog() {
        return new Page<>(backlog.read(actor.get(), clock.now().truncatedTo(ChronoUnit.DAYS)), null);
    }

    @GET
    @Path("/{key}/cases")
    public Page<FraudCase> cases(
            @PathParam("key") String key,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queueCases
                .page(actor.get(), key, after, Page.limit(limit, USUAL_PAGE))
                .orElseThrow(() -> Problem.notFound("queue").exception());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Valid @NotNull NewQueue asked) {
        return switch (createQueue.create(actor.get(), asked.key(), asked.name(), asked.subjectKind(), asked.terms())) {
            case CreateQueue.Created(QueuePolicy policy) ->
                Response.created(URI.create("/api/v1/queues/" + policy.queueKey() + "/policy"))
                        .entity(policy)
                        .build();
            case CreateQueue.Invalid(var errors) -> Problem.refused(errors).response();
        };
    }

    @GET
    @Path("/{key}/policy")
    public QueuePolicy policy(@PathParam("key") String key) {
        actor.get().require(Permission.READ_CASES);
        return policies.current(key).orElseThrow(() -> Problem.notFound("queue").exception());
    }

    @PUT
    @Path("/{key}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changePolicy(@PathParam("key") String key, @Valid @NotNull NewPolicy asked) {
        return switch (changePolicy.change(actor.get(), key, asked.version(), asked.terms())) {
            case ChangeQueuePolicy.Changed(QueuePolicy policy) ->
                Response.ok(policy).build();
            case ChangeQueuePolicy.Outdated(QueuePolicy current) -> outdated(current.version(), current.changedBy());
            case ChangeQueuePolicy.NoSuchQueue() -> Problem.notFound("queue").response();
            case ChangeQueuePolicy.Invalid(var errors) ->
                Problem.refused(errors).response();
        };
    }

    static Response outdated(int version, String changedBy) {
        return Problem.conflict("outdated", "Somebody else changed it first: look at theirs before changing it again.")
                .with("version", version)
                .with("changedBy", changedBy)
                .response();
    }

    /** In a transaction, in which it is noted that the key of the request has acted; the desk's key presses have none. */
    @POST
    @Path("/{key}/claims")
    @Transactional
    public Response claimNext(@PathParam("key") String key) {
        return switch (claimNext.claim(actor.get(), key)) {
            case Claimed claimed -> ClaimResource.created(claimed);
            case ClaimNextCase.QueueEmpty() -> Response.noContent().build();
            case AtCapacity(int capacity) -> ClaimResource.atCapacity(capacity);
            case ClaimNextCase.NoSuchQueue() -> Problem.notFound("queue").response();
        };
    }
}
