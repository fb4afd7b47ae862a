package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.ingest.Complaint;
import org.assize.ingest.FeedDoor;
import org.assize.ingest.JsonLine;
import org.assize.ingest.JsonLines;
import org.assize.ingest.Reject;
import org.assize.ingest.Taken;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Takes a message that was set aside, as if it came now: by the same rules, in the name of whoever asks. Where its sender numbers
 * versions, one that has been overtaken changes nothing.
 */
@ApplicationScoped
public class RetryDeadLetter {

    private final DeadLetters letters;
    private final FeedDoor door;
    private final AuditTrail trail;
    private final AssizeClock clock;

    RetryDeadLetter(DeadLetters letters, FeedDoor door, AuditTrail trail, AssizeClock clock) {
        this.letters = letters;
        this.door = door;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Accepted() implements Result {}

    /** It waits on, with the reason that it has now. */
    public record RefusedAgain(Complaint complaint) implements Result {}

    public record SettledBefore() implements Result {}

    public record Unknown() implements Result {}

    @Transactional
    public Result retry(Actor actor, UUID id) {
        actor.require(Permission.SEND_FEEDS);
        Optional<DeadLetters.Whole> found = letters.lock(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        DeadLetters.Whole whole = found.get();
        byte[] message = whole.message();
        if (!whole.waiting()) {
            return new SettledBefore();
        }
        if (message == null || message.length < whole.size()) {
            return new RefusedAgain(whole.letter().reject().complaint());
        }
        Instant now = clock.now();
        JsonLine line = new JsonLine(1, JsonLines.whole(message).getFirst().text(), whole.version());
        return switch (door.take(actor, whole.letter().feed(), List.of(line)).getFirst()) {
            case Taken.Kept<?> kept -> {
                letters.settle(id, true, actor.id(), now);
                trail.ofArea(
                        Area.FEEDS,
                        "dead_letter.taken",
                        actor,
                        now,
                        whole.letter().payload());
                yield new Accepted();
            }
            case Taken.Refused<?>(Reject reject) -> {
                letters.refusedAgain(id, reject);
                yield new RefusedAgain(reject.complaint());
            }
        };
    }
}
