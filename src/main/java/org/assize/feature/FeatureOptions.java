package org.assize.feature;

import java.time.Duration;
import java.util.Set;
import org.assize.platform.ReferenceRates;
import org.assize.subject.MailProviders;

/**
 * What the definitions leave open. Part of what a model was trained on: other options, other vectors.
 *
 * @param rates to the reference currency
 * @param fraudDelay how old an order must be before its fraud counts as known or not (Fraud Detection Handbook: 7 days)
 * @param lateAfter from placing to delivery; later is late
 * @param lowReview the most stars that still are a low review
 * @param mostOrders of its key that a feature looks at. One that would have to look at more says that it does not know, and a
 *     count says one more than this; so a live order reads a bounded past, whatever it shares with how many others
 * @param publicMailDomains mail providers open to anybody, in lower case: sharing one says nothing
 */
public record FeatureOptions(
        ReferenceRates rates,
        Duration fraudDelay,
        Duration lateAfter,
        int lowReview,
        int mostOrders,
        Set<String> publicMailDomains) {

    /** An order is settled this long after its placing: its status and review count from then, and its delivery no more. */
    public static final Duration SETTLED_AFTER = Duration.ofDays(30);

    public static final FeatureOptions DEFAULT = new FeatureOptions(
            ReferenceRates.euro(), Duration.ofDays(7), Duration.ofDays(14), 2, 10_000, MailProviders.PUBLIC);

    public FeatureOptions {
        if (fraudDelay.isNegative()) {
            throw new IllegalArgumentException("fraudDelay must not be negative, not " + fraudDelay);
        }
        if (!lateAfter.isPositive() || lateAfter.compareTo(SETTLED_AFTER) >= 0) {
            throw new IllegalArgumentException("lateAfter must lie between 0 and 30 days, not " + lateAfter);
        }
        if (mostOrders < 1) {
            throw new IllegalArgumentException("mostOrders must be at least 1, not " + mostOrders);
        }
        publicMailDomains = Set.copyOf(publicMailDomains);
    }

    /** These options with another bound. */
    public FeatureOptions withMostOrders(int most) {
        return new FeatureOptions(rates, fraudDelay, lateAfter, lowReview, most, publicMailDomains);
    }

    /**
     * Orders of a buyer before one of a seller's, of which what is known of the buyer may be made: a seller has as many buyers as
     * orders, and each of them is looked at.
     */
    int mostOfBuyer() {
        return Math.max(1, mostOrders / 100);
    }

    /**
     * How far back "first", "last" and "new" look: 30 days and the fraud delay. What happened earlier is forgotten, for
     * history as for live orders, so that a bounded part of the past is enough to be exact.
     */
    public Duration horizon() {
        return Window.MONTH.length().plus(fraudDelay);
    }
}
