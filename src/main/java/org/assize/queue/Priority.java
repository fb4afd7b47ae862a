package org.assize.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 */
final class Priority {

    /** One growth nearer to being due weighs as much as e times the value. A working day. */
    static final Duration GROWTH = Duration.ofHours(8);

    /** For whoever was not scored: a person or a rule had a reason. */
    private static final double UNSCORED = 0.5;

    /** An audit sample is worth looking at however low it scored, and a logarithm needs something above nothing. */
    private static final double LEAST_PROBABILITY = 0.001;

    private static final double LEAST_VALUE = 1;

    /**
     * What one unit of a currency is about worth in euro. Orders of magnitude, so that a queue of several currencies is not
     * ruled by the one with the smallest unit; nobody is ever shown or paid an amount by them. Others count as one euro.
     */
    private static final Map<String, Double> EURO = Map.ofEntries(
            Map.entry("EUR", 1.0),
            Map.entry("USD", 0.9),
            Map.entry("GBP", 1.2),
            Map.entry("CHF", 1.05),
            Map.entry("CNY", 0.12),
            Map.entry("HKD", 0.11),
            Map.entry("TWD", 0.03),
            Map.entry("SGD", 0.7),
            Map.entry("JPY", 0.006),
            Map.entry("KRW", 0.0006),
            Map.entry("INR", 0.01),
            Map.entry("IDR", 0.00006),
            Map.entry("VND", 0.00004),
            Map.entry("THB", 0.025),
            Map.entry("MYR", 0.2),
            Map.entry("PHP", 0.016),
            Map.entry("BRL", 0.16),
            Map.entry("MXN", 0.05),
            Map.entry("CAD", 0.65),
            Map.entry("AUD", 0.6),
            Map.entry("NZD", 0.55),
            Map.entry("SEK", 0.09),
            Map.entry("NOK", 0.085),
            Map.entry("DKK", 0.134),
            Map.entry("PLN", 0.23),
            Map.entry("CZK", 0.04),
            Map.entry("HUF", 0.0025),
            Map.entry("TRY", 0.025),
            Map.entry("AED", 0.25),
            Map.entry("ZAR", 0.05));

    private Priority() {}

    /** @param probability of fraud, 0 to 1; null when nobody scored the subject */
    static double of(Money valueAtRisk, @Nullable Double probability, Instant dueAt) {
        double value = valueAtRisk.major().doubleValue() * EURO.getOrDefault(valueAtRisk.currency(), 1.0);
        double chance = probability == null ? UNSCORED : Math.max(probability, LEAST_PROBABILITY);
        return Math.log(Math.max(value, LEAST_VALUE) * chance) - dueAt.toEpochMilli() / (double) GROWTH.toMillis();
    }
}
