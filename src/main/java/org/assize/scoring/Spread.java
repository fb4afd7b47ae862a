package org.assize.scoring;

import java.util.Arrays;

/** How the values of a feature, or the scores, lie among the rows a model was trained on: equidistant quantiles. */
public final class Spread {
    private final double[] points;

    private Spread(double[] points) {
        this.points = points;
    }

    /**
     * Quantiles 0, 1/(points-1) .. 1 of the values, linear between neighbours; missing ones (NaN) don't count. Without any
     * value left, nothing is usual and every answer is NaN.
     */
    public static Spread of(double[] values, int points) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        double[] quantiles = new double[points];
        for (int i = 0; i < points; i++) {
            quantiles[i] = sorted.length == 0 ? Double.NaN : between(sorted, (double) i / (points - 1));
        }
        return new Spread(quantiles);
    }

    static Spread ofPoints(double[] points) {
        for (int i = 1; i < points.length; i++) {
            if (points[i] < points[i - 1]) {
                throw new IllegalArgumentException("quantiles that fall, at " + i);
            }
        }
        return new Spread(points.clone());
    }

    /** @param share in [0, 1] */
    public double quantile(double share) {
        return between(points, share);
    }

    /** Lower end of what 90 of 100 rows have. */
    public double usualLow() {
        return quantile(0.05);
    }

    /** Upper end of what 90 of 100 rows have. */
    public double usualHigh() {
        return quantile(0.95);
    }

    /** Share of the rows, in 0..100, that lie below the value; half of those that equal it count. NaN of a missing value. */
    public double percentile(double value) {
        if (Double.isNaN(value) || Double.isNaN(points[0])) {
            return Double.NaN;
        }
        return 50 * (firstAtLeast(value) + lastAtMost(value)) / (points.length - 1.0);
    }

    private double firstAtLeast(double value) {
        int i = 0;
        while (i < points.length && points[i] < value) {
            i++;
        }
        return place(i, value);
    }

    private double lastAtMost(double value) {
        int i = 0;
        while (i < points.length && points[i] <= value) {
            i++;
        }
        return i > 0 && points[i - 1] == value ? i - 1 : place(i, value);
    }

    /** Position among the points of a value below point i and above the one before. */
    private double place(int i, double value) {
        if (i == 0) {
            return 0;
        }
        if (i == points.length) {
            return points.length - 1.0;
        }
        return points[i] == value ? i : i - 1 + (value - points[i - 1]) / (points[i] - points[i - 1]);
    }

    private static double between(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int i = (int) Math.min(Math.floor(at), sorted.length - 1.0);
        double rest = at - i;
        return rest == 0 ? sorted[i] : sorted[i] + rest * (sorted[i + 1] - sorted[i]);
    }

    double[] points() {
        return points.clone();
    }
}
