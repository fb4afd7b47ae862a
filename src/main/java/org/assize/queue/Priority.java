package org.assize.queue;

import java.time.Duration;
import java.time.Instant;
import org.assize.platform.Money;

/**
 * The claim order. A case is worth its value at risk times the chance of fraud, and grows by a factor of e with
 * every {@link #GROWTH} that its due time comes nearer or lies behind: v · p · exp((now − due) / growth). The logarithm is
 *
 * <pre>ln(v · p) − due / growth  +  now / growth</pre>
 *
 * and the last term is the same for every case, so the order never changes with time and the key without that term can
 * stand in an index. Nothing has to be refreshed as cases age.
 *
 * <p>The due time is one of working time, so a case does not gain on others over a night or a weekend that its SLA leaves out.
 */
final class Priority {

    /** One growth nearer to being due weighs as much as e times the value. A working day. */
    static final Duration GROWTH = Duration.ofHours(8);

    /** An audit sample is worth looking at however low it scored, and a logarithm needs something above nothing. */
    private static final double LEAST_PROBABILITY = 0.001;

    private static final double LEAST_VALUE = 1;

    private Priority() {}

    /** @param chance of fraud, 0 to 1 */
    static double of(Money valueAtRisk, double chance, Instant dueAt) {
        double value = Worth.inEuro(valueAtRisk);
        return Math.log(Math.max(value, LEAST_VALUE) * Math.max(chance, LEAST_PROBABILITY))
                - dueAt.toEpochMilli() / (double) GROWTH.toMillis();
    }
}
