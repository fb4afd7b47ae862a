package org.assize.verdict;

import org.jspecify.annotations.Nullable;

/**
 * What one of two people found who read a case without knowing what the other found.
 *
 * @param place 1 for who read it first, 2 for who read it second
 * @param verdict what they would decide; it is one only if it stands in the end
 * @param sealSalt in hexadecimal; with it, whoever knows the reading can make the hash anew that the trail has had since
 */
public record BlindReading(int place, Verdict verdict, String sealSalt) {

    /** Whether the other came to the same: the same decision and, of a fraud, the same typology. */
    public boolean agreesWith(BlindReading other) {
        return verdict.decision() == other.verdict.decision() && sameTypology(other.verdict.typology());
    }

    private boolean sameTypology(@Nullable Typology other) {
        return verdict.typology() == other;
    }
}
