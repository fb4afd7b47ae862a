package org.assize.training;

import java.util.Arrays;
import smile.stat.distribution.GaussianDistribution;
import smile.stat.distribution.TDistribution;

/** A figure and the interval it lies in with the wanted confidence; ends are NaN where too little was seen to say. */
public record Estimate(double value, double low, double high) {

    /** Days below which draws of them say nothing: of one day, every draw is the same. */
    static final int FEWEST = 5;

    /**
     * From bootstrap draws of so many days, their equal tails cut off. Draws of few days vary less than the days they stand
     * for, by (n - 1) / n, and normal tails are thinner than those of few; so the cut is at Phi(-sqrt(n / (n - 1)) t) with
     * the t of n - 1 degrees of freedom (Hesterberg, What Teachers Should Know About the Bootstrap, 2015, sect. 5.2).
     */
    static Estimate of(double value, double[] draws, double level, int days) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level must be in (0, 1), not " + level);
        }
        double[] sorted =
                Arrays.stream(draws).filter(d -> !Double.isNaN(d)).sorted().toArray();
        if (days < FEWEST || sorted.length == 0) {
            return new Estimate(value, Double.NaN, Double.NaN);
        }
        double t = new TDistribution(days - 1).quantile((1 + level) / 2);
        double tail = GaussianDistribution.getInstance().cdf(-Math.sqrt((double) days / (days - 1)) * t);
        return new Estimate(value, quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int i = (int) at;
        return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
