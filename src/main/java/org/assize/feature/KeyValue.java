package org.assize.feature;

import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * One value of a single key.
 *
 * @param country for a ship-to, the country beside the postcode ({@code value}), null where the order names none; else null
 */
record KeyValue(OrderKey key, String value, @Nullable String country) {

    static @Nullable KeyValue of(OrderKey key, Order order) {
        String value = key.valueIn(order);
        return value == null ? null : new KeyValue(key, value, key == OrderKey.SHIP_TO ? order.shipToCountry() : null);
    }

    static KeyValue ofSeller(String sellerId) {
        return new KeyValue(OrderKey.SELLER, sellerId, null);
    }

    boolean isOf(Order order) {
        return equals(of(key, order));
    }
}
