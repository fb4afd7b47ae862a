package org.assize.queue;

import java.time.Instant;
import java.util.UUID;
import org.assize.casework.FraudCase;

/** The exclusive right to work one case until an instant; {@code version} fences every act under it. */
public record Claim(UUID caseId, long version, Instant until) {

    /** @throws IllegalArgumentException when nobody holds the case */
    static Claim of(FraudCase held) {
        Instant until = held.claimedUntil();
        if (until == null) {
            throw new IllegalArgumentException("case " + held.id() + " is not claimed");
        }
        return new Claim(held.id(), held.claimVersion(), until);
    }
}
