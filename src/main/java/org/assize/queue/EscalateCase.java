package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.CaseLifecycle;
import org.assize.casework.FraudCase;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Moves a claimed case to another queue, with the reason as a note. Its due time stays: the subject does not wait anew
 * because we passed it on. A lead may move a case that somebody else holds, or nobody.
 */
@ApplicationScoped
public class EscalateCase {

    private final ClaimCheck check;
    private final Claims claims;
    private final CaseLifecycle cases;
    private final QueuePolicies policies;
    private final AuditTrail trail;
    private final AssizeClock clock;

    EscalateCase(
            ClaimCheck check,
            Claims claims,
            CaseLifecycle cases,
            QueuePolicies policies,
            AuditTrail trail,
            AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.cases = cases;
        this.policies = policies;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult escalate(Actor actor, UUID caseId, long claimVersion, String toQueue, String reason) {
        actor.require(Permission.WORK_CASES);
        List<FieldError> errors = new ArrayList<>(Words.check("reason", reason, Words.LONGEST_REASON));
        if (policies.current(toQueue).isEmpty()) {
            errors.add(new FieldError("queue", "unknown", "must be the key of a queue"));
        }
        if (!errors.isEmpty()) {
            return new ActResult.Invalid(errors);
        }
        Instant now = clock.now();
        return switch (check.heldOrSteered(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its)
            when its.queue().equals(toQueue) ->
                new ActResult.Invalid(List.of(new FieldError("queue", "same", "must be another queue")));
            case ClaimCheck.Held(FraudCase its) -> {
                FraudCase escalated = claims.escalate(caseId, toQueue);
                Map<String, Object> payload = new LinkedHashMap<>(cases.keepReason(caseId, reason, actor, now));
                payload.put("claimVersion", claimVersion);
                payload.put("from", its.queue());
                payload.put("to", toQueue);
                trail.ofCase(caseId, "case.escalated", actor, now, payload);
                yield new ActResult.Done(escalated.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
