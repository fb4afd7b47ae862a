package org.assize.feature;

/**
 * What stands in a vector where nothing is known. Never NaN: Smile's trees would send it down the false branch in silence.
 * A model takes over {@link #MINUS_ONE} for its own missing value, so that it is no value to anybody who reads of a score.
 */
public enum MissingRule {
    /** There is always a value. */
    NEVER(Double.NaN),
    /** -1, which no known value takes. */
    MINUS_ONE(-1),
    /** 0, the neutral value; another feature, named in the definition, tells neutral from unknown. */
    ZERO(0);

    private final double value;

    MissingRule(double value) {
        this.value = value;
    }

    /** What is put in the vector; NaN, which never gets there, for {@link #NEVER}. */
    public double value() {
        return value;
    }
}
