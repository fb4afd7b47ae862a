package org.assize.scoring;

import java.util.Arrays;

/**
 * How a model's scores lie among rows. A day's capacity is often a few of a hundred thousand, so the highest scores are kept
 * one by one and only the rest as quantiles.
 */
final class ScoreSpread {
    static final int POINTS = 1001;

    /** Scores that are kept one by one. */
    private static final int HIGHEST = 1000;

    private final Spread quantiles;
    private final long rows;
    /** In rising order. */
    private final double[] highest;

    private ScoreSpread(Spread quantiles, long rows, double[] highest) {
        this.quantiles = quantiles;
        this.rows = rows;
        this.highest = highest;
    }

    static ScoreSpread of(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return new ScoreSpread(
                Spread.of(sorted, POINTS),
                sorted.length,
                Arrays.copyOfRange(sorted, Math.max(0, sorted.length - HIGHEST), sorted.length));
    }

    /** @param highest none where a file of the first version kept quantiles only */
    static ScoreSpread ofParts(Spread quantiles, long rows, double[] highest) {
        for (int i = 0; i < highest.length; i++) {
            if (!(highest[i] >= highest[Math.max(0, i - 1)])) {
                throw new IllegalArgumentException("highest scores that fall, at " + i);
            }
        }
        if (rows < highest.length) {
            throw new IllegalArgumentException(highest.length + " highest of " + rows + " scores");
        }
        return new ScoreSpread(quantiles, rows, highest.clone());
    }

    /** Share of the rows, in 0..100, that score lower; half of those that score the same count. */
    double percentile(double score) {
        if (highest.length == 0) {
            return quantiles.percentile(score);
        }
        int upTo = upTo(score);
        long below = rows - highest.length;
        return score > highest[0]
                ? 50.0 * (2 * below + lower(score) + upTo) / rows
                // between two quantiles one might else come out above the highest
                : Math.min(quantiles.percentile(score), 100.0 * (below + upTo) / rows);
    }

    /** The score below which this share of the rows lies; {@code share} in 0..1. */
    double at(double share) {
        double at = share * (rows - 1) - (rows - highest.length);
        if (highest.length == 0 || at < 0) {
            return quantiles.quantile(share);
        }
        int i = (int) at;
        return i + 1 < highest.length ? highest[i] + (at - i) * (highest[i + 1] - highest[i]) : highest[i];
    }

    private int lower(double score) {
        int i = 0;
        while (i < highest.length && highest[i] < score) {
            i++;
        }
        return i;
    }

    private int upTo(double score) {
        int i = lower(score);
        while (i < highest.length && highest[i] == score) {
            i++;
        }
        return i;
    }

    double[] points() {
        return quantiles.points();
    }

    long rows() {
        return rows;
    }

    double[] highest() {
        return highest.clone();
    }
}
