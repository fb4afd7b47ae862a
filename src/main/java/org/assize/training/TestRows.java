package org.assize.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Later rows, as parallel lists: what a model is tested on. {@code day} is days since 1970, {@code unit} the buyer, or the
 * seller; {@code known} whether that one was known as defrauded, or fraudulent, before the day began.
 */
final class TestRows {
    private final List<double[]> vectors = new ArrayList<>();
    private final List<Boolean> fraud = new ArrayList<>();
    private final List<Integer> day = new ArrayList<>();
    private final List<Integer> unit = new ArrayList<>();
    private final List<Boolean> known = new ArrayList<>();

    void add(double[] vector, boolean isFraud, int dayNumber, int unitNumber, boolean wasKnown) {
        vectors.add(vector);
        fraud.add(isFraud);
        day.add(dayNumber);
        unit.add(unitNumber);
        known.add(wasKnown);
    }

    boolean hasBoth() {
        return fraud.contains(true) && fraud.contains(false);
    }

    double[][] vectors() {
        return vectors.toArray(double[][]::new);
    }

    /** @param scores of the rows, in their order */
    Evaluation evaluation(double[] scores) {
        return new Subset(IntStream.range(0, vectors.size()).toArray()).evaluation(scores);
    }

    /** Those of whom nothing bad was known yet. */
    Subset unknown() {
        return new Subset(IntStream.range(0, vectors.size())
                .filter(row -> !known.get(row))
                .toArray());
    }

    /** Some of the rows. */
    final class Subset {
        private final int[] rows;

        private Subset(int[] rows) {
            this.rows = rows;
        }

        /** @param scores of all rows, in their order */
        Evaluation evaluation(double[] scores) {
            double[] own = new double[rows.length];
            boolean[] frauds = new boolean[rows.length];
            int[] days = new int[rows.length];
            int[] units = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                own[i] = scores[rows[i]];
                frauds[i] = fraud.get(rows[i]);
                days[i] = day.get(rows[i]);
                units[i] = unit.get(rows[i]);
            }
            return Evaluation.of(own, frauds, days, units);
        }
    }
}
