package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded chance. Each part of the simulation throws its own dice, so that a change in one leaves the others as they were.
 * Only {@link StrictMath} is used: {@code Math} may differ in the last bit between processors, and the bytes may not.
 */
final class Dice {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SplittableRandom random;

    Dice(long seed, String purpose) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        random = new SplittableRandom(new SplittableRandom(seed ^ hash).nextLong());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double unit() {
        return random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    double gaussian() {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** An index, drawn in proportion to the steps of a running sum. */
    int weighted(double[] runningSum) {
        double at = random.nextDouble() * runningSum[runningSum.length - 1];
        int low = 0;
        int high = runningSum.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runningSum[middle] <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static double[] runningSum(double... weights) {
        double[] sums = weights.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    /** {@code length} characters that can not be misread for each other. */
    String code(int length) {
        StringBuilder code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    String digits(int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    static Duration days(double days) {
        return Duration.ofSeconds((long) (days * 86_400));
    }

    /** {@code median} days later, log-normally spread, to the second. */
    Instant later(Instant from, double median, double sigma) {
        return from.plus(days(logNormal(median, sigma)));
    }

    Instant within(Instant from, double leastDays, double mostDays) {
        return from.plus(days(between(leastDays, mostDays)));
    }
}
