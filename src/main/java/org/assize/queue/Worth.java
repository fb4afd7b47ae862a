package org.assize.queue;

import java.util.Map;
import org.assize.platform.Money;

/**
 * What an amount is about worth in euro: orders of magnitude, so that a queue of several currencies is not ruled by the one
 * with the smallest unit. Nobody is ever shown or paid an amount by it.
 */
final class Worth {

    /** Of one unit of a currency; others count as one euro. */
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

    private Worth() {}

    static double inEuro(Money amount) {
        return amount.major().doubleValue() * EURO.getOrDefault(amount.currency(), 1.0);
    }
}
