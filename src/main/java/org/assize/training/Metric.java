package org.assize.training;

/** One way to say how good scores are. Larger is better, but for {@link Brier}. */
public sealed interface Metric {

    /** Area under the ROC curve: a fraud is scored above a legitimate row. */
    record Auc() implements Metric {}

    /** Area under the precision-recall curve. */
    record AveragePrecision() implements Metric {}

    /** Share of all fraud found when this share of the legitimate rows is flagged. */
    record RecallAtFalsePositiveRate(double rate) implements Metric {
        public RecallAtFalsePositiveRate {
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException("a false positive rate must be in (0, 1], not " + rate);
            }
        }
    }

    /** Share of fraud among the k highest scores of each day, mean over the days: what the queue is about. */
    record PrecisionAt(int k) implements Metric {
        public PrecisionAt {
            positive(k);
        }
    }

    /** Share of each day's fraud that is among its k highest scores, mean over the days that had fraud. */
    record RecallAt(int k) implements Metric {
        public RecallAt {
            positive(k);
        }
    }

    /**
     * Share of units with fraud that day among the k highest of each day, a unit already caught no longer taken (Fraud
     * Detection Handbook, "card precision top-k").
     *
     * @param seed draws who is looked at where the last place is tied
     */
    record CardPrecisionAt(int k, long seed) implements Metric {
        public CardPrecisionAt {
            positive(k);
        }
    }

    /** Mean squared error of the score as a probability. Smaller is better. */
    record Brier() implements Metric {}

    private static void positive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, not " + k);
        }
    }
}
