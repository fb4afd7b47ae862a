package org.assize.queue;

import org.assize.casework.FraudCase;
import org.assize.security.Actor;

/** The actor now holds this case. */
public record Claimed(FraudCase fraudCase, Claim claim) implements ClaimNextCase.Result, ClaimCase.Result {
    static Claimed of(FraudCase held) {
        return new Claimed(held, Claim.of(held));
    }

    Claimed asSeenBy(Actor actor) {
        return new Claimed(fraudCase.asSeenBy(actor), claim);
    }
}
