package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.security.Actor;
import org.jspecify.annotations.Nullable;

/** What is told of claims that begin, and of leases and snoozes that end by themselves. */
@ApplicationScoped
class ClaimEvents {

    private final AuditTrail trail;

    ClaimEvents(AuditTrail trail) {
        this.trail = trail;
    }

    /** The statement that claims tells the trail itself. */
    Claimed claimed(FraudCase held) {
        trail.appended(held.id());
        return Claimed.of(held);
    }

    /** A lease or snooze that has run out and that nobody has ended yet; said before the case is claimed anew. */
    void ended(FraudCase its, Instant now) {
        trail.ofCases(List.of(ended(its.id(), its.state(), its.claimedById(), its.claimVersion(), now)));
    }

    void ended(List<Claims.Ended> cases, Instant now) {
        trail.ofCases(cases.stream()
                .map(its -> ended(its.caseId(), its.formerState(), its.formerHolder(), its.claimVersion(), now))
                .toList());
    }

    private static CaseEvent ended(
            UUID caseId, CaseState formerState, @Nullable UUID formerHolder, long formerVersion, Instant now) {
        return formerState == CaseState.CLAIMED && formerHolder != null
                ? new CaseEvent(
                        caseId,
                        "case.claim_expired",
                        Actor.SYSTEM,
                        now,
                        Map.of("holder", formerHolder, "claimVersion", formerVersion))
                : new CaseEvent(caseId, "case.snooze_ended", Actor.SYSTEM, now, Map.of());
    }
}
