package org.assize.feature;

import org.assize.subject.AttributeType;

/** How a feature is computed. Windows reach back from the instant of the vector, which sees only what is earlier. */
public sealed interface Formula {

    /** Something the order says of itself. */
    record Own(OwnFact fact) implements Formula {}

    /** Orders of the key. */
    record Count(OrderKey key, Window window) implements Formula {}

    /** Their amounts together, in the reference currency. */
    record Sum(OrderKey key, Window window) implements Formula {}

    /** Their mean amount. */
    record Mean(OrderKey key, Window window) implements Formula {}

    /** Their largest amount in 30 days. */
    record Max(OrderKey key) implements Formula {}

    /** How many different {@code counted} the orders of {@code key} had. */
    record Distinct(OrderKey key, OrderKey counted, Window window) implements Formula {}

    /** Time since the key's first order within the horizon. */
    record SinceFirst(OrderKey key) implements Formula {}

    /** Time since the key's last order within the horizon. */
    record SinceLast(OrderKey key) implements Formula {}

    /** Whether the key had no order within the horizon. */
    record New(OrderKey key) implements Formula {}

    /** This order's amount, in standard deviations from the key's mean of 30 days. */
    record Deviation(OrderKey key) implements Formula {}

    /** This order's amount over the key's mean of 30 days. */
    record RatioToMean(OrderKey key) implements Formula {}

    /** This order's amount over the key's largest of 30 days. */
    record RatioToMax(OrderKey key) implements Formula {}

    /** Orders of the key that are old enough for their fraud to be known: placed in [t - delay - window, t - delay). */
    record MaturedCount(OrderKey key, Window window) implements Formula {}

    /** Share of those orders that were known, before t, to be fraud (Fraud Detection Handbook, section 3.3). */
    record MaturedFraudRate(OrderKey key, Window window) implements Formula {}

    /** How the seller's orders that were delivered (for {@code LATE}) or settled (for the others) within 30 days went. */
    record Service(ServiceFact fact) implements Formula {}

    /** Share of the seller's orders of 30 days past the late limit that were not delivered before t. */
    record OverdueShare() implements Formula {}

    /** Different {@code counted} per order of the seller, among its orders of 30 days that name one. */
    record PerOrder(OrderKey counted) implements Formula {}

    /** Share of the seller's orders of 30 days whose buyer had another order with it in these 30 days. */
    record RepeatShare() implements Formula {}

    /** Share of the seller's orders of 30 days whose buyer was new to the marketplace within the horizon then. */
    record NewBuyerShare() implements Formula {}

    /** Mean, over the seller's orders of 30 days, of the buyer's matured fraud rate (30 days) at each order's instant. */
    record BuyerFraudRate() implements Formula {}

    /** Orders per day of the window against orders per day of 30 days. */
    record OrderGrowth(Window window) implements Formula {}

    /** Value per day of the window against value per day of 30 days. */
    record ValueGrowth(Window window) implements Formula {}

    /** Time since the seller registered. */
    record SellerAge() implements Formula {}

    /** Other sellers registered before t with the same identifier. */
    record SharedWith(Identifier identifier) implements Formula {}

    /** Sellers, other than this one, known before t to be fraudulent that share one of its identifiers. */
    record SharedWithFraud() implements Formula {}

    /** What the marketplace sends beyond the fixed fields. */
    record Attribute(String attribute, AttributeType type, Part part) implements Formula {}

    /** The attribute itself, or whether it was sent at all. */
    enum Part {
        VALUE,
        GIVEN
    }

    /** What an order says of itself. */
    enum OwnFact {
        AMOUNT,
        ITEMS,
        AMOUNT_PER_ITEM,
        HOUR_OF_DAY,
        NIGHT,
        WEEKEND,
        CATEGORY,
        SHIP_TO_COUNTRY,
        CURRENCY,
        DEVICE_GIVEN,
        PAYMENT_GIVEN,
        IP_GIVEN
    }

    /** How orders went: the share of deliveries that were late, shares of settled orders, the mean of their reviews. */
    enum ServiceFact {
        LATE,
        UNDELIVERED,
        CANCELLED,
        REFUNDED,
        LOW_REVIEWS,
        REVIEW_MEAN
    }

    /** What two sellers should not have in common. */
    enum Identifier {
        BANK_ACCOUNT,
        DEVICE,
        EMAIL_DOMAIN,
        PHONE,
        IP
    }
}
