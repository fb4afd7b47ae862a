package org.assize.quality;

import java.util.Optional;
import org.assize.platform.Interval;

/**
 * Agreement of two readings beyond what their frequencies alone would bring about: Cohen, A coefficient of agreement for
 * nominal scales, 1960. The interval is from the large-sample standard error of Fleiss, Cohen and Everitt (Large sample standard
 * errors of kappa and weighted kappa, 1969, eq. 13), cut at -1 and 1.
 */
final class Kappa {

    private Kappa() {}

    /**
     * @param counts cases that the first reader put into row and the second into column; square
     * @return nothing where the readings could not but agree, since all of them are in one category
     */
    static Optional<Interval> of(long[][] counts) {
        int size = counts.length;
        double n = 0;
        for (long[] row : counts) {
            for (long count : row) {
                n += count;
            }
        }
        double[] first = new double[size];
        double[] second = new double[size];
        double observed = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                first[i] += counts[i][j] / n;
                second[j] += counts[i][j] / n;
            }
            observed += counts[i][i] / n;
        }
        double expected = 0;
        for (int i = 0; i < size; i++) {
            expected += first[i] * second[i];
        }
        if (n == 0 || expected >= 1) {
            return Optional.empty();
        }
        double kappa = (observed - expected) / (1 - expected);
        double same = 0;
        double other = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double share = counts[i][j] / n;
                if (i == j) {
                    same += share * square(1 - expected - (second[i] + first[i]) * (1 - observed));
                } else {
                    other += share * square(second[i] + first[j]);
                }
            }
        }
        double variance = (same + square(1 - observed) * other - square(observed * expected - 2 * expected + observed))
                / (n * square(square(1 - expected)));
        double half = Interval.Z * Math.sqrt(Math.max(0, variance));
        return Optional.of(new Interval(kappa, Math.max(-1, kappa - half), Math.min(1, kappa + half)));
    }

    private static double square(double x) {
        return x * x;
    }
}
