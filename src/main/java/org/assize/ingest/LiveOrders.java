package org.assize.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;

/**
 * Who sent orders one by one, told to the trail once a minute as a sum. The orders themselves are kept at once; what a crash
 * takes along is at most a minute of these sums, and each order still says when it was recorded.
 */
@ApplicationScoped
class LiveOrders {

    private record Sum(Actor sender, Reception reception) {}

    private final AuditTrail trail;
    private final AssizeClock clock;
    private final ConcurrentHashMap<UUID, Sum> sums = new ConcurrentHashMap<>();

    LiveOrders(AuditTrail trail, AssizeClock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    void came(Actor sender, Taken<?> order) {
        sums.compute(
                sender.id(),
                (id, sum) -> new Sum(sender, (sum == null ? new Reception(0, 0, 0, 0) : sum.reception()).and(order)));
    }

    @Scheduled(every = "60s", delayed = "60s")
    void tell() {
        for (UUID id : sums.keySet()) {
            Sum sum = sums.remove(id);
            if (sum != null) {
                QuarkusTransaction.requiringNew()
                        .run(() -> trail.ofArea(
                                Area.FEEDS,
                                "feed.received",
                                sum.sender(),
                                clock.now(),
                                sum.reception().payload(Feed.ORDERS)));
            }
        }
    }

    void onStop(@Observes ShutdownEvent stop) {
        tell();
    }
}
