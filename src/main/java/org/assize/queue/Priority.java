package org.assize.queue;

import java.time.Duration;
import java.time.Instant;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/**
 * The claim order. A case is worth its value at risk times the probability of fraud, and grows by a factor of e with
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

    /** For whoever was not scored: a person or a rule had a reason. */
    private static final double UNSCORED = 0.5;

    /** An audit sample is worth looking at however low it scored, and a logarithm needs something above nothing. */
    private static final double LEAST_PROBABILITY = 0.001;

    private static final double LEAST_VALUE = 1;

    private Priority() {}

    /** @param probability of fraud, 0 to 1; null when nobody scored the subject */
    static double of(Money valueAtRisk, @Nullable Double probability, Instant dueAt) {
        double value = Worth.inEuro(valueAtRisk);
        double chance = probability == null ? UNSCORED : Math.max(probability, LEAST_PROBABILITY);
        return Math.log(Math.max(value, LEAST_VALUE) * chance) - dueAt.toEpochMilli() / (double) GROWTH.toMillis();
    }
}
