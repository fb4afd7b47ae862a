package org.assize.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * What orders have in common: one of an order's own fields, or two of them together. A pair is absent from an order when
 * one of its halves is; a ship-to is absent without a postcode.
 */
public enum OrderKey {
    SELLER,
    BUYER,
    DEVICE,
    PAYMENT,
    IP,
    SHIP_TO,
    SELLER_BUYER(SELLER, BUYER),
    SELLER_DEVICE(SELLER, DEVICE),
    SELLER_PAYMENT(SELLER, PAYMENT),
    SELLER_IP(SELLER, IP),
    SELLER_SHIP_TO(SELLER, SHIP_TO),
    BUYER_DEVICE(BUYER, DEVICE),
    BUYER_PAYMENT(BUYER, PAYMENT),
    BUYER_IP(BUYER, IP),
    BUYER_SHIP_TO(BUYER, SHIP_TO),
    DEVICE_PAYMENT(DEVICE, PAYMENT);

    /** Those that are one field. */
    static final List<OrderKey> SINGLE =
            Arrays.stream(values()).filter(key -> !key.isPair()).toList();

    private final @Nullable OrderKey first;
    private final @Nullable OrderKey second;

    OrderKey() {
        this.first = null;
        this.second = null;
    }

    OrderKey(OrderKey first, OrderKey second) {
        this.first = first;
        this.second = second;
    }

    /** Where this key stands in arrays of all keys; halves stand before their pairs. */
    @SuppressWarnings("EnumOrdinal") // an index for the length of one run, never stored
    int place() {
        return ordinal();
    }

    public boolean isPair() {
        return first != null;
    }

    /** One half of a pair; null for a single key. */
    public @Nullable OrderKey first() {
        return first;
    }

    /** The other half of a pair; null for a single key. */
    public @Nullable OrderKey second() {
        return second;
    }

    /** As it begins the name of a feature: {@code seller}, {@code buyer_device}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The single key by which its orders are found: itself, or one half of a pair, the one that tends to have fewer orders. */
    OrderKey through() {
        if (first == null || second == null) {
            return this;
        }
        return first == BUYER ? first : second;
    }

    /**
     * The pair of two single keys, in whichever order.
     *
     * @throws IllegalArgumentException when no feature needs that pair
     */
    public static OrderKey pairOf(OrderKey one, OrderKey other) {
        return Arrays.stream(values())
                .filter(k -> (k.first == one && k.second == other) || (k.first == other && k.second == one))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pair of " + one + " and " + other));
    }

    /** The value of a single key in an order (for a ship-to: the postcode, to be read with the country). */
    @Nullable
    String valueIn(Order order) {
        return switch (this) {
            case SELLER -> order.sellerId();
            case BUYER -> order.buyerId();
            case DEVICE -> order.deviceId();
            case PAYMENT -> order.paymentId();
            case IP -> order.ip();
            case SHIP_TO -> order.shipToPostcode();
            case SELLER_BUYER,
                    SELLER_DEVICE,
                    SELLER_PAYMENT,
                    SELLER_IP,
                    SELLER_SHIP_TO,
                    BUYER_DEVICE,
                    BUYER_PAYMENT,
                    BUYER_IP,
                    BUYER_SHIP_TO,
                    DEVICE_PAYMENT -> throw new IllegalStateException(this + " is a pair");
        };
    }
}
