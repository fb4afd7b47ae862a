package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assize.platform.Money;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * One order and its whole fate, of which {@link #asOf} shows only what had happened by an instant. The marketplace closes its
 * records 30 days after the order: who is refunded or writes a review later does so without the feed telling.
 */
record SimulatedOrder(
        String id,
        Instant placedAt,
        SimulatedSeller seller,
        Buyer buyer,
        Basket basket,
        Footprint footprint,
        Buyer.Address shipTo,
        Instant promisedAt,
        Fate fate,
        @Nullable Fraud fraud) {

    /** What is bought. The price ratio is the unit price over the market's median for the same article. */
    record Basket(long minor, Goods goods, int items, double kilograms, double priceToMarket) {}

    /** What the order leaves behind. */
    record Footprint(
            @Nullable String deviceId,
            @Nullable String ip,
            Buyer.Instrument instrument,
            String channel,
            @Nullable String creatorId) {}

    /** What becomes of it, and when. */
    record Fate(
            @Nullable Instant shippedAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant cancelledAt,
            @Nullable Instant refundedAt,
            boolean goodsReturned,
            @Nullable Instant reviewedAt,
            int reviewScore) {}

    /** Why it is fraud. */
    record Fraud(SchemeKind kind, Scheme scheme) {}

    SubjectRef ref() {
        return SubjectRef.order(id);
    }

    SimulatedOrder named(String orderId) {
        return new SimulatedOrder(orderId, placedAt, seller, buyer, basket, footprint, shipTo, promisedAt, fate, fraud);
    }

    SimulatedOrder as(SchemeKind kind, Scheme scheme) {
        return new SimulatedOrder(
                id, placedAt, seller, buyer, basket, footprint, shipTo, promisedAt, fate, new Fraud(kind, scheme));
    }

    private static final Duration CLOSES_AFTER = Duration.ofDays(30);

    private boolean happened(@Nullable Instant event, Instant at) {
        return event != null && !event.isAfter(at) && !event.isAfter(placedAt.plus(CLOSES_AFTER));
    }

    String status(Instant at) {
        if (happened(fate.cancelledAt, at)) {
            return "cancelled";
        }
        if (happened(fate.refundedAt, at)) {
            return fate.goodsReturned ? "returned" : "refunded";
        }
        if (happened(fate.deliveredAt, at)) {
            return "delivered";
        }
        return happened(fate.shippedAt, at) ? "shipped" : "placed";
    }

    /** Whether the marketplace would send this order again for what happened after {@code from}, up to {@code until}. */
    boolean changed(Instant from, Instant until) {
        return !status(from).equals(status(until))
                || happened(fate.deliveredAt, from) != happened(fate.deliveredAt, until)
                || happened(fate.reviewedAt, from) != happened(fate.reviewedAt, until);
    }

    Order asOf(Instant at) {
        return new Order(
                id,
                placedAt,
                seller.id,
                buyer.id(),
                new Money(basket.minor, seller.market.currency()),
                footprint.creatorId,
                footprint.deviceId,
                footprint.instrument.paymentId(),
                footprint.ip,
                shipTo.country(),
                shipTo.postcode(),
                basket.goods.code(),
                basket.items,
                status(at),
                happened(fate.deliveredAt, at) ? fate.deliveredAt : null,
                happened(fate.reviewedAt, at) ? (Integer) fate.reviewScore : null,
                new Attributes(
                        Map.of("channel", footprint.channel, "payment_method", footprint.instrument.method()),
                        Map.of("basket_weight", basket.kilograms, "price_to_market", basket.priceToMarket),
                        Map.of("buyer_since", buyer.since(), "estimated_delivery", promisedAt),
                        Map.of()));
    }
}
