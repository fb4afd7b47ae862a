package org.assize.flagging;

import java.time.Instant;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * News: a subject is to be judged by people. Fired and observed in the transaction of whoever flags, so that a flag
 * without a case can not be.
 *
 * @param asOf the instant that the score and its reasons speak of
 * @param score the model's, 0 to 1, a probability of fraud where the model gives one; absent when people or rules flagged
 * @param percentile share of the subjects that the model was measured on that score lower, 0 to 1
 * @param reasons a JSON array of {@code {feature, value, contribution, text}}, as they were at {@code asOf}
 * @param inclusionProbability with which the subject was chosen: 1 above a threshold, n/N in an audit sample
 * @param stratum what an audit sample was drawn from, with {@code seed} and {@code policyVersion} so that it can be redrawn
 * @param market of the subject, as the marketplace names it
 * @param valueAtRisk what is lost if this is fraud and nobody looks
 */
public record SubjectFlagged(
        SubjectRef subject,
        FlagOrigin origin,
        Instant asOf,
        @Nullable Long scoreId,
        @Nullable Double score,
        @Nullable Double percentile,
        @Nullable String modelVersion,
        String reasons,
        double inclusionProbability,
        @Nullable String stratum,
        @Nullable Long seed,
        @Nullable Integer policyVersion,
        @Nullable String note,
        @Nullable String market,
        Money valueAtRisk,
        Actor flaggedBy,
        Instant at) {

    public static final String NO_REASONS = "[]";

    /** A flag that a person raised, by referring the subject or by letting an appeal in. */
    public static SubjectFlagged byPerson(
            SubjectRef subject,
            FlagOrigin origin,
            @Nullable String market,
            Money valueAtRisk,
            Actor person,
            Instant at) {
        return new SubjectFlagged(
                subject,
                origin,
                at,
                null,
                null,
                null,
                null,
                NO_REASONS,
                1,
                null,
                null,
                null,
                null,
                market,
                valueAtRisk,
                person,
                at);
    }
}
