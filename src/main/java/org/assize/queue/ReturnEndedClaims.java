package org.assize.queue;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.jdbi.v3.core.Jdbi;

/**
 * Returns cases whose lease ran out or whose snooze is over to their queues, and says so in the trail. On one node at a
 * time; nobody depends on when, since a lease that ran out gives no right and claiming looks through it.
 */
@ApplicationScoped
public class ReturnEndedClaims {

    /** Each transaction is short, so that nobody waits behind ten thousand lapsed leases. */
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Claims claims;
    private final ClaimEvents events;
    private final AssizeClock clock;

    ReturnEndedClaims(Jdbi jdbi, Claims claims, ClaimEvents events, AssizeClock clock) {
        this.jdbi = jdbi;
        this.claims = claims;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        boolean alone = jdbi.withHandle(handle -> OneNode.takes(handle, "assize.queue.ended_claims"));
        if (!alone) {
            return;
        }
        Instant now = clock.now();
        List<Claims.Ended> ended = claims.returnEnded(now, AT_ONCE);
        events.ended(ended, now);
    }
}
