package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Gives a claimed case back to its queue because somebody else should judge it, and says in one word why. */
@ApplicationScoped
public class SkipCase {

    private final ClaimCheck check;
    private final Claims claims;
    private final AuditTrail trail;
    private final AssizeClock clock;

    SkipCase(ClaimCheck check, Claims claims, AuditTrail trail, AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult skip(Actor actor, UUID caseId, long claimVersion, SkipReason reason) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        return switch (check.held(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase _) -> {
                Map<String, Object> payload = Map.of("claimVersion", claimVersion, "reason", reason.code());
                FraudCase skipped =
                        claims.release(caseId, actor.id(), new Claims.Told("case.skipped", actor, now, payload));
                trail.appended(caseId);
                yield new ActResult.Done(skipped.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
