package org.assize.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sellers and orders for tests that read them; all names begin with {@code own}, so that no test meets another's. */
final class Shop {

    final String own = UUID.randomUUID().toString().substring(0, 8) + "-";
    private int orders;

    void seller(Handle handle, String name, @Nullable String category) {
        handle.execute(
                "insert into seller (seller_id, name, category, content_hash, recorded_at) values (?, ?, ?, '', now())",
                own + name,
                name,
                category);
    }

    /** @param days from placing to delivery; null when it never was */
    String order(
            Handle handle,
            String seller,
            String buyer,
            Instant placedAt,
            long cents,
            String currency,
            @Nullable String status,
            @Nullable Integer days,
            @Nullable Integer stars,
            @Nullable String device) {
        String id = own + "o" + orders++;
        handle.createUpdate("""
                        insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, status, delivered_at,
                                            review_score, device_id, content_hash, recorded_at)
                        values (:id, :at, :seller, :buyer, :cents, :currency, :status, :delivered, :stars, :device, '', now())""")
                .bind("id", id)
                .bind("at", placedAt)
                .bind("seller", own + seller)
                .bind("buyer", own + buyer)
                .bind("cents", cents)
                .bind("currency", currency)
                .bind("status", status)
                .bind("delivered", days == null ? null : placedAt.plus(Duration.ofDays(days)))
                .bind("stars", stars)
                .bind("device", device == null ? null : own + device)
                .execute();
        return id;
    }
}
