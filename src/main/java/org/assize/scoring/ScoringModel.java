package org.assize.scoring;

import java.util.List;

/** What can give a subject's feature vector a score, and say where the score comes from. Immutable, safe for all threads. */
public interface ScoringModel {

    /** Names of the vector's places, in order. */
    List<String> features();

    /** The scale on which {@link #contributions} add up. */
    Link link();

    /**
     * Score in [0, 1], more suspicious when larger. {@code NaN} in a place of the vector means missing.
     *
     * @throws IllegalArgumentException when the vector has another length than {@link #features()}
     */
    double score(double[] vector);

    /** Scores many vectors at once: the same numbers to the bit as one by one, faster. */
    default void score(double[][] vectors, double[] scores) {
        for (int i = 0; i < vectors.length; i++) {
            scores[i] = score(vectors[i]);
        }
    }

    /** What is expected of a subject nothing is known about, on the scale of {@link #link()}. */
    double baseline();

    /**
     * What each feature adds to the baseline, on the scale of {@link #link()}: baseline + sum = {@code link().raw(score)}.
     * Positive means more suspicious.
     */
    double[] contributions(double[] vector);
}
