package org.assize.feature;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the values of one feature are spread over many vectors: what is usual, what is rare, how often nothing is known.
 *
 * @param values how many vectors had a known value
 * @param missing how many had none
 * @param sorted the known values in rising order: all of them, or a uniform sample of {@link Collector#SAMPLE}
 */
@SuppressWarnings("ArrayRecordComponent") // equals below compares the numbers
public record FeatureDistribution(long values, long missing, double min, double max, double mean, double[] sorted) {

    /** One bar: how many known values of the sample lie in [from, to), the last bar includes {@code to}. */
    public record Bar(double from, double to, int count) {}

    /** Share of the vectors in which nothing is known; 0 when there were none. */
    public double missingShare() {
        long all = values + missing;
        return all == 0 ? 0 : (double) missing / all;
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /**
     * The value below which the share {@code p} of the known values lie, interpolated linearly between neighbours (type 7 of
     * Hyndman and Fan, 1996); NaN when there are none.
     *
     * @param p 0 to 1
     */
    public double quantile(double p) {
        if (p < 0 || p > 1) {
            throw new IllegalArgumentException("a quantile is asked for a share of 0 to 1, not " + p);
        }
        if (isEmpty()) {
            return Double.NaN;
        }
        double at = p * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Share of the known values that are smaller, ties counting half: 0.5 is the middle. NaN when there are none. */
    public double percentile(double value) {
        if (isEmpty()) {
            return Double.NaN;
        }
        int smaller = lowerBound(value);
        int equal = lowerBound(Math.nextUp(value)) - smaller;
        return (smaller + equal / 2.0) / sorted.length;
    }

    /** Whether the value lies outside of what 90 of 100 known values are: below p5 or above p95. */
    public boolean isUnusual(double value) {
        return !isEmpty() && (value < quantile(0.05) || value > quantile(0.95));
    }

    /** Bars of equal width from p1 to p99, what lies outside joining the outer bars; empty when nothing is known. */
    public Bar[] histogram(int bars) {
        if (isEmpty()) {
            return new Bar[0];
        }
        double from = quantile(0.01);
        double to = quantile(0.99);
        if (from == to) {
            from = min;
            to = max;
        }
        if (from == to) {
            return new Bar[] {new Bar(from, to, sorted.length)};
        }
        int[] counts = new int[bars];
        double width = (to - from) / bars;
        for (double v : sorted) {
            counts[Math.clamp((long) Math.floor((v - from) / width), 0, bars - 1)]++;
        }
        Bar[] histogram = new Bar[bars];
        for (int i = 0; i < bars; i++) {
            histogram[i] = new Bar(from + i * width, from + (i + 1) * width, counts[i]);
        }
        return histogram;
    }

    private int lowerBound(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Equal when every number is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureDistribution d
                && values == d.values
                && missing == d.missing
                && Double.compare(min, d.min) == 0
                && Double.compare(max, d.max) == 0
                && Double.compare(mean, d.mean) == 0
                && Arrays.equals(sorted, d.sorted);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(values) + Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return values + " values and " + missing + " missing, " + min + " to " + max + ", mean " + mean;
    }

    /** Takes vectors one by one and keeps, of each feature, a uniform sample of fixed size (Vitter's algorithm R). */
    public static final class Collector {

        /** Enough for p5 and p95 to be good to about a fifth of a percentile point. */
        public static final int SAMPLE = 10_000;

        private final FeatureCatalog catalog;
        private final SplittableRandom random;
        private final double[][] samples;
        private final long[] values;
        private final double[] min;
        private final double[] max;
        private final double[] sum;
        private long vectors;

        /** @param seed of the sample; equal streams and seeds give equal distributions */
        public Collector(FeatureCatalog catalog, long seed) {
            this.catalog = catalog;
            this.random = new SplittableRandom(seed);
            int size = catalog.size();
            this.samples = new double[size][0];
            this.values = new long[size];
            this.min = new double[size];
            this.max = new double[size];
            this.sum = new double[size];
            Arrays.fill(min, Double.POSITIVE_INFINITY);
            Arrays.fill(max, Double.NEGATIVE_INFINITY);
        }

        public void add(double[] vector) {
            vectors++;
            for (int i = 0; i < samples.length; i++) {
                double value = vector[i];
                if (catalog.features().get(i).isMissing(value)) {
                    continue;
                }
                long n = values[i]++;
                min[i] = Math.min(min[i], value);
                max[i] = Math.max(max[i], value);
                sum[i] += value;
                if (n < SAMPLE) {
                    if (n == samples[i].length) {
                        samples[i] = Arrays.copyOf(samples[i], (int) Math.min(SAMPLE, Math.max(64, 2 * n)));
                    }
                    samples[i][(int) n] = value;
                } else {
                    long place = random.nextLong(n + 1);
                    if (place < SAMPLE) {
                        samples[i][(int) place] = value;
                    }
                }
            }
        }

        /** The distribution of a feature over the vectors so far. */
        public FeatureDistribution of(String feature) {
            int i = catalog.position(feature);
            double[] sorted = Arrays.copyOf(samples[i], (int) Math.min(values[i], SAMPLE));
            Arrays.sort(sorted);
            return new FeatureDistribution(
                    values[i],
                    vectors - values[i],
                    min[i],
                    max[i],
                    values[i] == 0 ? Double.NaN : sum[i] / values[i],
                    sorted);
        }
    }
}
