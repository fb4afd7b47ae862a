package org.assize.training;

import java.util.Arrays;
import java.util.List;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.MissingRule;

/**
 * What a learner learns from: a vector per subject, and whether it was fraud. Where a value is missing stands NaN, or what the
 * feature's own rule puts in its place.
 */
public final class TrainingRows {
    private final List<String> features;
    /** What the features' own rules put in the place of a missing value; NaN where there is no rule. */
    private final double[] ruled;

    private final double[][] vectors;
    private final boolean[] fraud;
    private final int frauds;
    private final double fraudOdds;

    /**
     * Takes the arrays as they are; they must not change afterwards.
     *
     * @throws IllegalArgumentException when lengths differ, a value is infinite or a feature is named twice
     */
    public TrainingRows(List<String> features, double[][] vectors, boolean[] fraud) {
        this(features, nan(features.size()), vectors, fraud, Double.NaN);
    }

    private TrainingRows(List<String> features, double[] ruled, double[][] vectors, boolean[] fraud, double fraudOdds) {
        this.features = List.copyOf(features);
        this.ruled = ruled;
        this.vectors = vectors;
        this.fraud = fraud;
        if (vectors.length != fraud.length) {
            throw new IllegalArgumentException(vectors.length + " vectors for " + fraud.length + " labels");
        }
        if (features.isEmpty() || features.stream().distinct().count() < features.size()) {
            throw new IllegalArgumentException("features must be there, and each once: " + features);
        }
        int found = 0;
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != features.size()) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + vectors[i].length + " values for " + features.size() + " features");
            }
            for (int f = 0; f < vectors[i].length; f++) {
                if (Double.isInfinite(vectors[i][f])) {
                    throw new IllegalArgumentException("row " + i + ": " + features.get(f) + " is " + vectors[i][f]);
                }
            }
            found += fraud[i] ? 1 : 0;
        }
        frauds = found;
        this.fraudOdds = Double.isNaN(fraudOdds) ? (double) found / (fraud.length - found) : fraudOdds;
    }

    /** The same rows, of a world in which fraud is as common as this, in frauds for each legitimate subject. */
    public TrainingRows withFraudOdds(double odds) {
        return new TrainingRows(features, ruled, vectors, fraud, odds);
    }

    /** The same rows, of vectors that an engine computed for a catalogue with these features, by whose rules values are missing. */
    public TrainingRows ruledBy(FeatureCatalog catalog) {
        double[] rules = features.stream()
                .map(name -> catalog.feature(name).missing())
                .mapToDouble(rule -> rule == MissingRule.MINUS_ONE ? rule.value() : Double.NaN)
                .toArray();
        return new TrainingRows(features, rules, vectors, fraud, fraudOdds);
    }

    public List<String> features() {
        return features;
    }

    public int size() {
        return vectors.length;
    }

    public int frauds() {
        return frauds;
    }

    /** Frauds for each legitimate subject in the world that scores are to speak of. */
    double fraudOdds() {
        return fraudOdds;
    }

    double[][] vectors() {
        return vectors;
    }

    boolean[] fraud() {
        return fraud;
    }

    boolean fraud(int row) {
        return fraud[row];
    }

    /**
     * What stands for a missing value of each feature: what its rule says; without one a tenth of its range below its least
     * value, so that a split can set the missing ones apart and an isolation tree does not take them for far away.
     */
    double[] missing() {
        double[] low = new double[features.size()];
        double[] high = new double[features.size()];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (double[] vector : vectors) {
            for (int f = 0; f < vector.length; f++) {
                if (!Double.isNaN(vector[f])) {
                    low[f] = Math.min(low[f], vector[f]);
                    high[f] = Math.max(high[f], vector[f]);
                }
            }
        }
        for (int f = 0; f < low.length; f++) {
            double range = high[f] - low[f];
            double below = low[f] > high[f] ? 0 : low[f] - (range > 0 ? range / 10 : 1);
            low[f] = Double.isNaN(ruled[f]) ? below : ruled[f];
        }
        return low;
    }

    TrainingRows only(int[] rows) {
        double[][] some = new double[rows.length][];
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = vectors[rows[i]];
            labels[i] = fraud[rows[i]];
        }
        return new TrainingRows(features, ruled, some, labels, fraudOdds);
    }

    private static double[] nan(int size) {
        double[] nan = new double[size];
        Arrays.fill(nan, Double.NaN);
        return nan;
    }
}
