package org.assize.scoring;

/** The scale on which a model's contributions add up, and the way from there to a score in [0, 1]. */
public enum Link {
    /** Natural logarithm of the odds; boosting. */
    LOG_ODDS {
        @Override
        public double score(double raw) {
            return 1 / (1 + Math.exp(-raw));
        }

        @Override
        public double raw(double score) {
            return Math.log(score) - Math.log1p(-score);
        }
    },
    /** The probability itself; a forest's mean of its trees' shares. */
    PROBABILITY {
        @Override
        public double score(double raw) {
            return raw;
        }

        @Override
        public double raw(double score) {
            return score;
        }
    },
    /**
     * Minus the mean path length in units of an unsuccessful search, which is the base-2 logarithm of the anomaly score
     * (Liu, Ting, Zhou: Isolation Forest, 2008, eq. 2). The sign makes a shorter path, the more unusual one, the larger.
     */
    PATH_LENGTH {
        @Override
        public double score(double raw) {
            return Math.pow(2, raw);
        }

        @Override
        public double raw(double score) {
            return Math.log(score) / LN_2;
        }

        @Override
        public boolean givesProbability() {
            return false;
        }
    };

    private static final double LN_2 = Math.log(2);

    public abstract double score(double raw);

    public abstract double raw(double score);

    /** Whether the score is a probability of fraud; else it only ranks. */
    public boolean givesProbability() {
        return true;
    }
}
