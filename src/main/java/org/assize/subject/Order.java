package org.assize.subject;

import java.time.Instant;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** One order of one seller, as last told by the marketplace. Instants are UTC, cut to microseconds. */
public record Order(
        String orderId,
        Instant placedAt,
        String sellerId,
        String buyerId,
        Money amount,
        @Nullable String creatorId,
        @Nullable String deviceId,
        @Nullable String paymentId,
        @Nullable String ip,
        @Nullable String shipToCountry,
        @Nullable String shipToPostcode,
        @Nullable String category,
        @Nullable Integer itemCount,
        @Nullable String status,
        @Nullable Instant deliveredAt,
        @Nullable Integer reviewScore,
        Attributes attributes) {

    public SubjectRef ref() {
        return SubjectRef.order(orderId);
    }
}
