package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Outbox;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** The marketplace says that it has got what was asked of it; from then on it is not offered again. */
@ApplicationScoped
public class AcknowledgeActions {

    private final Outbox outbox;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AcknowledgeActions(Outbox outbox, AuditTrail trail, AssizeClock clock) {
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    /** @return how many of these were waiting; one acknowledged before is none of them */
    @Transactional
    public int acknowledge(Actor actor, Set<UUID> ids) {
        actor.require(Permission.TAKE_ACTIONS);
        Instant now = clock.now();
        int taken = outbox.taken(ReachVerdict.ACTIONS_TOPIC, ids, now);
        if (taken > 0) {
            trail.ofArea(
                    Area.FEEDS,
                    "actions.acknowledged",
                    actor,
                    now,
                    Map.of(
                            "taken",
                            taken,
                            "ids",
                            ids.stream().map(UUID::toString).sorted().toList()));
        }
        return taken;
    }
}
