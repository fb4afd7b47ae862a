package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.casework.CaseState;
import org.assize.security.Actor;
import org.jspecify.annotations.Nullable;

/** What the trail is told of claims that begin, and of leases and snoozes that end by themselves. */
@ApplicationScoped
class ClaimEvents {

    private final AuditTrail trail;

    ClaimEvents(AuditTrail trail) {
        this.trail = trail;
    }

    void claimed(
            Actor actor,
            Claimed claimed,
            CaseState formerState,
            @Nullable UUID formerHolder,
            long formerVersion,
            Instant now) {
        UUID caseId = claimed.claim().caseId();
        if (formerState != CaseState.WAITING) {
            trail.ofCases(List.of(ended(caseId, formerState, formerHolder, formerVersion, now)));
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("queue", claimed.fraudCase().queue());
        payload.put("claimVersion", claimed.claim().version());
        payload.put("until", claimed.claim().until());
        if (claimed.fraudCase().scoreIsHidden()) {
            payload.put("scoreHidden", true);
        }
        trail.ofCase(caseId, "case.claimed", actor, now, payload);
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
