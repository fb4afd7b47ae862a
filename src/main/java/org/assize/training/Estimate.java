package org.assize.training;

import java.util.Arrays;

/** A figure and the interval it lies in with the wanted confidence; ends are NaN when nothing could be drawn. */
public record Estimate(double value, double low, double high) {

    /** From bootstrap draws, their equal tails cut off. */
    static Estimate of(double value, double[] draws, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level must be in (0, 1), not " + level);
        }
        double[] sorted =
                Arrays.stream(draws).filter(d -> !Double.isNaN(d)).sorted().toArray();
        return new Estimate(value, quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2));
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int i = (int) at;
        return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
