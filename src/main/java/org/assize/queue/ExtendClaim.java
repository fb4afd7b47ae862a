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

/** Starts the lease of a claim anew: a full one from now. The claim version stays. */
@ApplicationScoped
public class ExtendClaim {

    private final ClaimCheck check;
    private final Claims claims;
    private final QueuePolicies policies;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ExtendClaim(ClaimCheck check, Claims claims, QueuePolicies policies, AuditTrail trail, AssizeClock clock) {
        this.check = check;
        this.claims = claims;
        this.policies = policies;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ActResult extend(Actor actor, UUID caseId, long claimVersion) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        return switch (check.held(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its) -> {
                Instant until =
                        now.plus(policies.inForce(its.queue()).orElseThrow().lease());
                Map<String, Object> payload = Map.of("claimVersion", claimVersion, "until", until);
                FraudCase extended =
                        claims.extend(caseId, until, new Claims.Told("case.claim_extended", actor, now, payload));
                trail.appended(caseId);
                yield new ActResult.Done(extended.asSeenBy(actor));
            }
            case LostClaim lost -> lost;
            case NoSuchCase none -> none;
        };
    }
}
