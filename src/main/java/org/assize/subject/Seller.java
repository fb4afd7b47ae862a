package org.assize.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One seller, as last told by the marketplace; {@code registeredAt} is unknown when only an order named the seller. */
public record Seller(
        String sellerId,
        @Nullable Instant registeredAt,
        @Nullable String name,
        @Nullable String country,
        @Nullable String market,
        @Nullable String category,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String bankAccount,
        @Nullable String deviceId,
        @Nullable String ip,
        @Nullable String status,
        Attributes attributes) {

    public SubjectRef ref() {
        return SubjectRef.seller(sellerId);
    }
}
