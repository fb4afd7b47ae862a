package org.assize.queue;

import java.time.Instant;
import java.util.UUID;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.rest.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The actor does not hold the case under the claim version it named. Nothing was changed.
 *
 * @param heldBy who holds it now; null when nobody does
 * @param decidedBy who reached the verdict that closed it; null when it is open
 * @param since when that claim began, or when the case was closed, or when the actor's own lease ran out
 */
public record LostClaim(
        UUID caseId,
        CaseState state,
        @Nullable UUID heldById,
        @Nullable String heldBy,
        @Nullable UUID decidedById,
        @Nullable String decidedBy,
        @Nullable Instant since)
        implements ActResult, ClaimCheck.Result {

    /** As REST answers it: 409, with who and since when as far as there is somebody. */
    public Problem problem() {
        Problem problem = Problem.conflict("claim-lost", "You do not hold the case under this claim version.")
                .with("caseId", caseId.toString())
                .with("state", state.name());
        if (heldBy != null && heldById != null) {
            problem = problem.with("heldBy", heldBy).with("heldById", heldById.toString());
        }
        if (decidedBy != null && decidedById != null) {
            problem = problem.with("decidedBy", decidedBy).with("decidedById", decidedById.toString());
        }
        return since == null ? problem : problem.with("since", since);
    }

    static LostClaim closed(FraudCase its, @Nullable UUID decidedById, @Nullable String decidedBy) {
        return new LostClaim(its.id(), its.state(), null, null, decidedById, decidedBy, its.closedAt());
    }

    static LostClaim of(FraudCase its, Instant now) {
        Instant until = its.claimedUntil();
        if (until != null && !until.isAfter(now)) {
            return new LostClaim(its.id(), CaseState.WAITING, null, null, null, null, until);
        }
        return new LostClaim(its.id(), its.state(), its.claimedById(), its.claimedBy(), null, null, its.claimedAt());
    }
}
