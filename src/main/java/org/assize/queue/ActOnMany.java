package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.casework.CaseLifecycle;
import org.assize.casework.CaseQuery;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Colleagues;
import org.assize.security.Permission;

/**
 * Does one thing to many cases, as they were when a lead looked at them: a case that was claimed, moved or closed since is
 * left out, as is one of another queue. One transaction, one event for the act, and in each case's chain the event that it would have had alone.
 */
@ApplicationScoped
public class ActOnMany {

    /** For so long it can be undone. */
    public static final Duration UNDO = Duration.ofSeconds(30);

    private final BulkActs acts;
    private final CaseLifecycle cases;
    private final QueuePolicies policies;
    private final Colleagues colleagues;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ActOnMany(
            BulkActs acts,
            CaseLifecycle cases,
            QueuePolicies policies,
            Colleagues colleagues,
            AuditTrail trail,
            AssizeClock clock) {
        this.acts = acts;
        this.cases = cases;
        this.policies = policies;
        this.colleagues = colleagues;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result permits Done, Invalid {}

    /** @param leftOut chosen, but claimed, moved, closed or being worked on since */
    public record Done(UUID bulkId, int changed, int leftOut, Instant undoUntil) implements Result {}

    /** Nothing was changed. */
    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result act(Actor actor, BulkAct act, CaseQuery query, List<BulkSelection.Chosen> chosen, String reason) {
        actor.require(Permission.STEER_CASES);
        Instant now = clock.now();
        List<FieldError> errors = errors(actor, act, chosen, reason, now);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        UUID bulkId = Ids.next();
        Instant undoUntil = now.plus(UNDO);
        acts.begin(bulkId, act, query, actor, now, undoUntil);
        List<BulkActs.Changed> changed = acts.change(bulkId, act, query.queue(), chosen, actor, now);
        Map<UUID, Map<String, Object>> reasons =
                cases.keepReasons(changed.stream().map(BulkActs.Changed::caseId).toList(), reason, actor, now);
        List<CaseEvent> events = new ArrayList<>();
        for (BulkActs.Changed its : changed) {
            Map<String, Object> payload = new LinkedHashMap<>(reasons.getOrDefault(its.caseId(), Map.of()));
            payload.put("claimVersion", its.formerVersion());
            payload.put("bulk", bulkId);
            payload.putAll(act.arguments());
            if (act instanceof BulkAct.Move) {
                payload.put("from", its.formerQueue());
            }
            if (its.formerHolder() != null) {
                payload.put("holder", its.formerHolder());
            }
            events.add(new CaseEvent(its.caseId(), act.kind(), actor, now, payload));
        }
        trail.ofCases(events);
        if (act instanceof BulkAct.HandOver(UUID to)) {
            Set<UUID> done = changed.stream().map(BulkActs.Changed::caseId).collect(Collectors.toSet());
            List<UUID> inOrder = chosen.stream()
                    .map(BulkSelection.Chosen::id)
                    .filter(done::contains)
                    .toList();
            cases.tellOfHandOver(inOrder, to, reasons, actor, now);
        }
        int leftOut = chosen.size() - changed.size();
        acts.count(bulkId, changed.size(), leftOut);
        Map<String, Object> payload = new LinkedHashMap<>(act.arguments());
        payload.put("bulk", bulkId);
        payload.put("act", act.kind());
        payload.put("queue", query.queue());
        payload.put("query", query.parameters());
        payload.put("cases", changed.size());
        payload.put("leftOut", leftOut);
        trail.ofArea(Area.QUEUES, "bulk.acted", actor, now, payload);
        return new Done(bulkId, changed.size(), leftOut, undoUntil);
    }

    private List<FieldError> errors(
            Actor actor, BulkAct act, List<BulkSelection.Chosen> chosen, String reason, Instant now) {
        List<FieldError> errors = new ArrayList<>(Words.check("reason", reason, Words.LONGEST_REASON));
        if (chosen.isEmpty() || chosen.size() > BulkSelection.MOST) {
            errors.add(new FieldError("cases", "size", "must be 1 to " + BulkSelection.MOST));
        }
        switch (act) {
            case BulkAct.HandOver(UUID to) -> {
                if (!to.equals(actor.id())
                        && colleagues.of(actor).stream()
                                .noneMatch(each -> each.id().equals(to))) {
                    errors.add(new FieldError("to", "unknown", "must be an active person who works cases"));
                }
            }
            case BulkAct.Move(String queue) -> {
                if (policies.current(queue).isEmpty()) {
                    errors.add(new FieldError("to", "unknown", "must be the key of a queue"));
                }
            }
            case BulkAct.Snooze(Instant until) -> {
                if (!until.isAfter(now) || until.isAfter(now.plus(SnoozeCase.LONGEST))) {
                    errors.add(new FieldError(
                            "until", "range", "must lie ahead, by at most " + SnoozeCase.LONGEST.toDays() + " days"));
                }
            }
            case BulkAct.Release _ -> {}
        }
        return errors;
    }
}
