package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Gives a claimed case back to its queue. A lead may do so for somebody else. */
@ApplicationScoped
public class ReleaseCase {

    private final ClaimCheck check;
    private final Claims claims;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ReleaseCase(ClaimCheck check, Claims claims, AuditTrail trail, AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult release(Actor actor, UUID caseId, long claimVersion) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        return switch (check.heldOrSteered(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its) -> {
                UUID holder = its.claimedById();
                Map<String, Object> payload = new LinkedHashMap<>();
                payload.put("claimVersion", claimVersion);
                if (holder != null && !holder.equals(actor.id())) {
                    payload.put("holder", holder);
                }
                FraudCase released = claims.release(
                        caseId,
                        holder == null ? actor.id() : holder,
                        new Claims.Told("case.released", actor, now, payload));
                trail.appended(caseId);
                yield new ActResult.Done(released.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
