package org.assize.quality;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.assize.platform.AssizeClock;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** How far people judge alike, over REST. */
@Path("/api/v1/quality")
@Produces(MediaType.APPLICATION_JSON)
public class QualityResource {

    private static final Duration USUAL = Duration.ofDays(90);

    private final CurrentActor actor;
    private final Agreement agreement;
    private final AssizeClock clock;

    QualityResource(CurrentActor actor, Agreement agreement, AssizeClock clock) {
        this.actor = actor;
        this.agreement = agreement;
        this.clock = clock;
    }

    /**
     * @param from of the second reading, inclusive; 90 days back when it is not given
     * @param to exclusive; now when it is not given
     */
    @GET
    @Path("/agreement")
    public Agreement.Figures agreement(
            @QueryParam("queue") @Nullable String queue,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to) {
        Instant until = to == null ? clock.now() : to;
        return agreement.read(actor.get(), queue, from == null ? until.minus(USUAL) : from, until);
    }
}
