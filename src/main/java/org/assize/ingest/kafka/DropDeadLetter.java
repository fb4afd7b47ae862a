package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Says of a message that was set aside that nobody needs it any more. It is kept, but waits no longer. */
@ApplicationScoped
public class DropDeadLetter {

    private final DeadLetters letters;
    private final AuditTrail trail;
    private final AssizeClock clock;

    DropDeadLetter(DeadLetters letters, AuditTrail trail, AssizeClock clock) {
        this.letters = letters;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Dropped() implements Result {}

    public record SettledBefore() implements Result {}

    public record Unknown() implements Result {}

    @Transactional
    public Result drop(Actor actor, UUID id) {
        actor.require(Permission.SEND_FEEDS);
        Optional<DeadLetters.Whole> found = letters.lock(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        if (!found.get().waiting()) {
            return new SettledBefore();
        }
        DeadLetter letter = found.get().letter();
        Instant now = clock.now();
        letters.settle(id, false, actor.id(), now);
        trail.ofArea(Area.FEEDS, "dead_letter.dropped", actor, now, letter.payload());
        return new Dropped();
    }
}
