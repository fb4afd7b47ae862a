package org.assize.queue;

import org.assize.platform.Money;
import org.assize.platform.ReferenceRates;

/**
 * What an amount is about worth in euro: orders of magnitude, so that a queue of several currencies is not ruled by the one
 * with the smallest unit. Nobody is ever shown or paid an amount by it.
 */
final class Worth {

    private static final ReferenceRates RATES = ReferenceRates.euro();

    private Worth() {}

    /** A currency without a rate counts as one euro a unit. */
    static double inEuro(Money amount) {
        long minor = RATES.minor(amount);
        return minor == ReferenceRates.UNKNOWN
                ? amount.major().doubleValue()
                : new Money(minor, RATES.currency()).major().doubleValue();
    }
}
