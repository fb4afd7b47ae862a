package org.assize.platform;

/** A figure with its 95 % confidence interval. */
public record Interval(double value, double low, double high) {

    /** Standard deviations of a normal distribution on either side that leave 5 % outside. */
    public static final double Z = 1.959963984540054;

    /**
     * A share by the score interval of Wilson (Probable inference, the law of succession, and statistical inference, 1927),
     * which keeps its promise for few cases and for shares near 0 and 1.
     *
     * @param of at least 1
     */
    public static Interval ofShare(long hits, long of) {
        return ofShare((double) hits / of, of);
    }

    /**
     * The same of a share that is known already.
     *
     * @param share 0 to 1
     * @param of what it is a share of, at least 1
     */
    public static Interval ofShare(double share, long of) {
        double z2 = Z * Z;
        double middle = (share + z2 / (2 * of)) / (1 + z2 / of);
        double half = Z / (1 + z2 / of) * Math.sqrt(share * (1 - share) / of + z2 / (4.0 * of * of));
        return new Interval(share, Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
