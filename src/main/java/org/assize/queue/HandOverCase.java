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
import org.assize.security.Colleagues;
import org.assize.security.Permission;

/**
 * Leaves a claimed case waiting for one person alone, who gets it before anything else when they ask for the next. The
 * reason stays as a note. A lead may hand over a case that somebody else holds, or nobody.
 */
@ApplicationScoped
public class HandOverCase {

    private final ClaimCheck check;
    private final Claims claims;
    private final CaseLifecycle cases;
    private final Colleagues colleagues;
    private final AuditTrail trail;
    private final AssizeClock clock;

    HandOverCase(
            ClaimCheck check,
            Claims claims,
            CaseLifecycle cases,
            Colleagues colleagues,
            AuditTrail trail,
            AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.cases = cases;
        this.colleagues = colleagues;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult handOver(Actor actor, UUID caseId, long claimVersion, UUID to, String reason) {
        actor.require(Permission.WORK_CASES);
        List<FieldError> errors = new ArrayList<>(Words.check("reason", reason, Words.LONGEST_REASON));
        if (to.equals(actor.id())) {
            errors.add(new FieldError("to", "self", "must be somebody else"));
        } else if (!colleagues.works(to)) {
            errors.add(new FieldError("to", "unknown", "must be an active person who works cases"));
        }
        if (!errors.isEmpty()) {
            return new ActResult.Invalid(errors);
        }
        Instant now = clock.now();
        return switch (check.heldOrSteered(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its)
            when claims.hasRead(its, to) ->
                new ActResult.Invalid(
                        List.of(new FieldError("to", "has_read", "must be somebody who has not read the case yet")));
            case ClaimCheck.Held(FraudCase _) -> {
                FraudCase handedOver = claims.handOver(caseId, to, actor.id());
                Map<String, Object> payload = new LinkedHashMap<>(cases.keepReason(caseId, reason, actor, now));
                payload.put("claimVersion", claimVersion);
                payload.put("to", to);
                cases.tellOfHandOver(caseId, to, payload, actor, now);
                trail.ofCase(caseId, "case.handed_over", actor, now, payload);
                yield new ActResult.Done(handedOver.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
