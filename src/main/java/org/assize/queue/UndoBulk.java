package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.casework.CaseLifecycle;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Takes an act on many cases back, within its window and by whoever did it: state, queue, holder, lease, assignee and snooze
 * are as they were, and whoever has not read of a hand-over yet is not told of it. Their versions rise once more, because nobody may act on what they saw in between. A case that somebody
 * has touched since stays as they left it.
 */
@ApplicationScoped
public class UndoBulk {

    /** A press at the last second is still on its way. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BulkActs acts;
    private final CaseLifecycle cases;
    private final AuditTrail trail;
    private final AssizeClock clock;

    UndoBulk(BulkActs acts, CaseLifecycle cases, AuditTrail trail, AssizeClock clock) {
        this.acts = acts;
        this.cases = cases;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result permits Undone, TooLate, NoSuchAct {}

    /** @param leftOut touched by somebody since */
    public record Undone(int restored, int leftOut) implements Result {}

    /** The window is over, or it has been undone already. */
    public record TooLate() implements Result {}

    public record NoSuchAct() implements Result {}

    /** @param queue where it was done */
    @Transactional
    public Result undo(Actor actor, String queue, UUID bulkId) {
        actor.require(Permission.STEER_CASES);
        Instant now = clock.now();
        var found = acts.lock(bulkId)
                .filter(its -> its.actedBy().equals(actor.id()) && its.queue().equals(queue));
        if (found.isEmpty()) {
            return new NoSuchAct();
        }
        BulkActs.Act its = found.get();
        if (its.undone() || now.isAfter(its.undoUntil().plus(GRACE))) {
            return new TooLate();
        }
        List<UUID> restored = acts.restore(bulkId);
        cases.takeBackHandOver(actor, its.actedAt());
        acts.undone(bulkId, now);
        trail.ofCases(restored.stream()
                .map(caseId -> new CaseEvent(caseId, "case.bulk_undone", actor, now, Map.of("bulk", bulkId)))
                .toList());
        trail.ofArea(
                Area.QUEUES,
                "bulk.undone",
                actor,
                now,
                Map.of("bulk", bulkId, "cases", restored.size(), "leftOut", its.cases() - restored.size()));
        return new Undone(restored.size(), its.cases() - restored.size());
    }
}
