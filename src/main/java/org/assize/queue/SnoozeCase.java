package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
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

/** Puts a claimed case aside until an instant, when it waits in its queue again; the reason stays with the case as a note. */
@ApplicationScoped
public class SnoozeCase {

    public static final Duration LONGEST = Duration.ofDays(30);

    private final ClaimCheck check;
    private final Claims claims;
    private final CaseLifecycle cases;
    private final AuditTrail trail;
    private final AssizeClock clock;

    SnoozeCase(ClaimCheck check, Claims claims, CaseLifecycle cases, AuditTrail trail, AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.cases = cases;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult snooze(Actor actor, UUID caseId, long claimVersion, Instant until, String reason) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        List<FieldError> errors = new ArrayList<>(Words.check("reason", reason, Words.LONGEST_REASON));
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            errors.add(new FieldError("until", "range", "must lie ahead, by at most " + LONGEST.toDays() + " days"));
        }
        if (!errors.isEmpty()) {
            return new ActResult.Invalid(errors);
        }
        return switch (check.held(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase _) -> {
                FraudCase snoozed = claims.snooze(caseId, until, actor.id());
                Map<String, Object> payload = new LinkedHashMap<>(cases.keepReason(caseId, reason, actor, now));
                payload.put("claimVersion", claimVersion);
                payload.put("until", until);
                trail.ofCase(caseId, "case.snoozed", actor, now, payload);
                yield new ActResult.Done(snoozed.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
