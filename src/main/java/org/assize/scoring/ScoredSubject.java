package org.assize.scoring;

import java.time.Instant;
import org.assize.platform.Money;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What the champion thinks of a subject as of an instant.
 *
 * @param score 0 to 1; a probability of fraud where the model is one that gives probabilities
 * @param percentile share of lower scores, half of the equal ones included, 0 to 1: among those that the model gave in the last
 *     30 days ({@link RecentScores}); of a history that is scored afterwards, among the rows it was tested on
 * @param features the vector, in the order of the champion's features
 * @param market as the marketplace names it
 * @param valueAtRisk an order's amount; a seller's orders of the last 30 days, in the reference currency
 */
public record ScoredSubject(
        SubjectRef subject,
        Instant asOf,
        double score,
        double percentile,
        String modelVersion,
        double[] features,
        @Nullable String market,
        Money valueAtRisk) {}
