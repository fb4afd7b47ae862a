package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Whether an actor may act on a case; locks it until the caller's transaction ends, so that the answer stays true. */
@ApplicationScoped
public class ClaimCheck {

    private final Claims claims;

    ClaimCheck(Claims claims) {
        this.claims = claims;
    }

    public sealed interface Result permits Held, LostClaim, NoSuchCase {}

    public record Held(FraudCase fraudCase) implements Result {}

    /** The actor holds the case under this version, and the lease has not run out. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Result held(Actor actor, UUID caseId, long claimVersion, Instant now) {
        return claims.lock(caseId)
                .map(its -> held(actor, its, claimVersion, now))
                .orElseGet(NoSuchCase::new);
    }

    /** The same of a case that leads no ring; empty when it leads one, and then it is not locked, or when there is no such case. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Result> heldAlone(Actor actor, UUID caseId, long claimVersion, Instant now) {
        return claims.lockAlone(caseId).map(its -> held(actor, its, claimVersion, now));
    }

    private Result held(Actor actor, FraudCase its, long claimVersion, Instant now) {
        return holds(actor, its, now) && its.claimVersion() == claimVersion ? new Held(its) : lost(its, now);
    }

    /** The same, or the actor steers cases: then the version proves only that nothing has moved since it was looked at. */
    @Transactional(Transactional.TxType.MANDATORY)
    Result heldOrSteered(Actor actor, UUID caseId, long claimVersion, Instant now) {
        return claims.lock(caseId)
                .<Result>map(its -> its.claimVersion() == claimVersion
                                && its.state() != CaseState.CLOSED
                                && its.state() != CaseState.IN_RING
                                && its.state() != CaseState.SECOND_REVIEW
                                && (holds(actor, its, now) || actor.may(Permission.STEER_CASES))
                        ? new Held(its)
                        : lost(its, now))
                .orElseGet(NoSuchCase::new);
    }

    private LostClaim lost(FraudCase its, Instant now) {
        return its.state() == CaseState.CLOSED
                ? claims.decider(its.id())
                        .map(who -> LostClaim.closed(its, who.id(), who.name()))
                        .orElseGet(() -> LostClaim.closed(its, null, null))
                : LostClaim.of(its, now);
    }

    private static boolean holds(Actor actor, FraudCase its, Instant now) {
        Instant until = its.claimedUntil();
        return actor.id().equals(its.claimedById()) && until != null && until.isAfter(now);
    }
}
