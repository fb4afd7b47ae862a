package org.assize.queue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
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
    private final AssizeClock clock;

    QueueResource(
            CurrentActor actor,
            QueueBacklog backlog,
            QueueCases queueCases,
            ClaimNextCase claimNext,
            AssizeClock clock) {
        this.actor = actor;
        this.backlog = backlog;
        this.queueCases = queueCases;
        this.claimNext = claimNext;
        this.clock = clock;
    }

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
    @Path("/{key}/claims")
    public Response claimNext(@PathParam("key") String key) {
        return switch (claimNext.claim(actor.get(), key)) {
            case Claimed claimed -> ClaimResource.created(claimed);
            case ClaimNextCase.QueueEmpty() -> Response.noContent().build();
            case AtCapacity(int capacity) -> ClaimResource.atCapacity(capacity);
            case ClaimNextCase.NoSuchQueue() -> Problem.notFound("queue").response();
        };
    }
}
