package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.assize.queue.ClaimNextCase;
import org.assize.security.Actor;

/**
 * One key at the desk: decide this case, and take the next of the same queue. Two transactions on purpose: a verdict that
 * was acknowledged does not depend on whether there is a next case.
 */
@ApplicationScoped
public class CloseAndClaimNext {

    private final ReachVerdict reachVerdict;
    private final ClaimNextCase claimNext;

    CloseAndClaimNext(ReachVerdict reachVerdict, ClaimNextCase claimNext) {
        this.reachVerdict = reachVerdict;
        this.claimNext = claimNext;
    }

    public sealed interface Result {}

    public record Closed(Verdict verdict, ReachVerdict.Then then, ClaimNextCase.Result next) implements Result {}

    /** Nothing was decided, and nothing else was claimed. */
    public record Refused(ReachVerdict.Result why) implements Result {}

    public Result close(Actor actor, UUID caseId, long claimVersion, VerdictForm form) {
        return switch (reachVerdict.reach(actor, caseId, claimVersion, form)) {
            case ReachVerdict.Reached(Verdict verdict, String queue, ReachVerdict.Then then) ->
                new Closed(verdict, then, claimNext.claim(actor, queue));
            case ReachVerdict.Lost lost -> new Refused(lost);
            case ReachVerdict.NotFound notFound -> new Refused(notFound);
            case ReachVerdict.Invalid invalid -> new Refused(invalid);
        };
    }
}
