package org.assize.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** How a learner is to grow its trees: one validating record per algorithm, whose {@code DEFAULT} works. */
public sealed interface TreeOptions {

    /** Name of the algorithm in the registry, the API and the models' facts. */
    String algorithm();

    /** Trees to grow, the unit of progress. */
    int trees();

    /** Every option by name, in the order of the record. */
    SequencedMap<String, Double> values();

    /**
     * Options of an algorithm by name, defaults where nothing is given.
     *
     * @throws IllegalArgumentException on an unknown algorithm or option, a fraction of a count, or a value out of range
     */
    static TreeOptions of(String algorithm, Map<String, Double> given) {
        TreeOptions defaults = switch (algorithm) {
            case Boosting.NAME -> Boosting.DEFAULT;
            case Forest.NAME -> Forest.DEFAULT;
            case Isolation.NAME -> Isolation.DEFAULT;
            default -> throw new IllegalArgumentException("no such algorithm: " + algorithm);
        };
        Given v = new Given(defaults.values());
        v.overrideWith(given);
        return switch (defaults) {
            case Boosting _ ->
                new Boosting(
                        v.count("trees"),
                        v.count("maxDepth"),
                        v.count("maxLeaves"),
                        v.count("minLeafRows"),
                        v.number("shrinkage"),
                        v.number("subsample"),
                        v.number("legitimatePerFraud"));
            case Forest _ ->
                new Forest(
                        v.count("trees"),
                        v.count("featuresPerSplit"),
                        v.count("maxDepth"),
                        v.count("maxLeaves"),
                        v.count("minLeafRows"),
                        v.number("subsample"));
            case Isolation _ -> new Isolation(v.count("trees"), v.count("rowsPerTree"), v.count("maxDepth"));
        };
    }

    /**
     * Gradient tree boosting with logistic loss (Friedman 1999, as Smile does it).
     *
     * @param maxLeaves of a tree, best first
     * @param subsample share of the rows each tree sees, of each class alike
     * @param legitimatePerFraud legitimate rows kept for each fraud, drawn by the seed; the scores are corrected for what
     *     was left out (Dal Pozzolo et al. 2015). 0 keeps all. On the Fraud Detection Handbook's split ten or twenty to one
     *     rank at least as well as all 111 to one, for a fifth to an eighth of the time
     */
    record Boosting(
            int trees,
            int maxDepth,
            int maxLeaves,
            int minLeafRows,
            double shrinkage,
            double subsample,
            double legitimatePerFraud)
            implements TreeOptions {
        public static final String NAME = "boosting";
        public static final Boosting DEFAULT = new Boosting(300, 20, 6, 5, 0.05, 0.7, 20);

        public Boosting {
            within("trees", trees, 1, 10_000);
            within("maxDepth", maxDepth, 2, 64);
            within("maxLeaves", maxLeaves, 2, 1024);
            within("minLeafRows", minLeafRows, 1, 1_000_000);
            within("shrinkage", shrinkage, 1e-4, 1);
            within("subsample", subsample, 0.01, 1);
            if (legitimatePerFraud != 0) {
                within("legitimatePerFraud", legitimatePerFraud, 1, 1e6);
            }
        }

        @Override
        public String algorithm() {
            return NAME;
        }

        @Override
        public SequencedMap<String, Double> values() {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            values.put("trees", (double) trees);
            values.put("maxDepth", (double) maxDepth);
            values.put("maxLeaves", (double) maxLeaves);
            values.put("minLeafRows", (double) minLeafRows);
            values.put("shrinkage", shrinkage);
            values.put("subsample", subsample);
            values.put("legitimatePerFraud", legitimatePerFraud);
            return values;
        }
    }

    /**
     * Random forest (Breiman 2001, as Smile does it), Gini splits, trees weighted by their out-of-bag accuracy.
     *
     * @param featuresPerSplit drawn for each split; 0 for the square root of all
     * @param maxLeaves of a tree; 0 for a fifth of the rows
     * @param subsample 1 draws as many rows as there are with replacement, less that share without
     */
    record Forest(int trees, int featuresPerSplit, int maxDepth, int maxLeaves, int minLeafRows, double subsample)
            implements TreeOptions {
        public static final String NAME = "forest";
        public static final Forest DEFAULT = new Forest(100, 0, 20, 0, 5, 1);

        public Forest {
            within("trees", trees, 1, 10_000);
            within("featuresPerSplit", featuresPerSplit, 0, 100_000);
            within("maxDepth", maxDepth, 2, 64);
            if (maxLeaves != 0) {
                within("maxLeaves", maxLeaves, 2, 10_000_000);
            }
            within("minLeafRows", minLeafRows, 1, 1_000_000);
            within("subsample", subsample, 0.01, 1);
        }

        @Override
        public String algorithm() {
            return NAME;
        }

        @Override
        public SequencedMap<String, Double> values() {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            values.put("trees", (double) trees);
            values.put("featuresPerSplit", (double) featuresPerSplit);
            values.put("maxDepth", (double) maxDepth);
            values.put("maxLeaves", (double) maxLeaves);
            values.put("minLeafRows", (double) minLeafRows);
            values.put("subsample", subsample);
            return values;
        }
    }

    /**
     * Isolation forest (Liu, Ting, Zhou 2008), axis-parallel. Needs no labels and looks at none.
     *
     * @param rowsPerTree drawn without replacement; the paper's 256 finds what more rows hide
     * @param maxDepth 0 for the base-2 logarithm of the rows per tree, as in the paper
     */
    record Isolation(int trees, int rowsPerTree, int maxDepth) implements TreeOptions {
        public static final String NAME = "isolation";
        public static final Isolation DEFAULT = new Isolation(100, 256, 0);

        public Isolation {
            within("trees", trees, 1, 10_000);
            within("rowsPerTree", rowsPerTree, 2, 1_000_000);
            within("maxDepth", maxDepth, 0, 64);
        }

        @Override
        public String algorithm() {
            return NAME;
        }

        @Override
        public SequencedMap<String, Double> values() {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            values.put("trees", (double) trees);
            values.put("rowsPerTree", (double) rowsPerTree);
            values.put("maxDepth", (double) maxDepth);
            return values;
        }
    }

    private static void within(String option, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(option + " must be from " + low + " to " + high + ", not " + value);
        }
    }

    /** Defaults with what was given over them. */
    final class Given {
        private final Map<String, Double> values;

        private Given(SequencedMap<String, Double> defaults) {
            values = defaults;
        }

        private void overrideWith(Map<String, Double> given) {
            given.forEach((option, value) -> {
                if (!values.containsKey(option)) {
                    throw new IllegalArgumentException("no such option: " + option + "; there are " + values.keySet());
                }
                // JSON may well say null, whatever the type says
                if (Objects.isNull(value)) {
                    throw new IllegalArgumentException(option + " must be a number");
                }
                values.put(option, value);
            });
        }

        private double number(String option) {
            Double value = values.get(option);
            if (value == null) {
                throw new IllegalStateException("an algorithm without the option " + option);
            }
            return value;
        }

        private int count(String option) {
            double value = number(option);
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(option + " must be a whole number, not " + value);
            }
            return (int) value;
        }
    }
}
