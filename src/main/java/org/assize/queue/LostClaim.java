package org.assize.queue;

import java.time.Instant;
import java.util.UUID;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.jspecify.annotations.Nullable;

/**
 * The actor does not hold the case under the claim version it named. Nothing was changed.
 *
 * @param heldBy who holds it now; null when nobody does
 * @param since when that claim began, or when the case was closed, or when the actor's own lease ran out
 */
public record LostClaim(
        UUID caseId,
        CaseState state,
        @Nullable UUID heldById,
        @Nullable String heldBy,
        @Nullable Instant since) implements ActResult, ClaimCheck.Result {

    static LostClaim of(FraudCase its, Instant now) {
        Instant until = its.claimedUntil();
        if (until != null && !until.isAfter(now)) {
            return new LostClaim(its.id(), CaseState.WAITING, null, null, until);
        }
        Instant since = its.state() == CaseState.CLOSED ? its.closedAt() : its.claimedAt();
        return new LostClaim(its.id(), its.state(), its.claimedById(), its.claimedBy(), since);
    }
}
