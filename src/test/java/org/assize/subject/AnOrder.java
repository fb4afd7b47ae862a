package org.assize.subject;

import java.time.Instant;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** An order for tests that care about some of its parts: what is not said of it is not known. */
public final class AnOrder {

    private final String id;
    private final Instant placedAt;
    private String seller = "s";
    private String buyer = "b";
    private Money amount = new Money(1_000, "EUR");
    private @Nullable String device;
    private @Nullable String payment;
    private @Nullable String ip;
    private @Nullable String country;
    private @Nullable String postcode;
    private @Nullable String status;
    private @Nullable Instant deliveredAt;
    private @Nullable Integer reviewScore;

    private AnOrder(String id, Instant placedAt) {
        this.id = id;
        this.placedAt = placedAt;
    }

    public static AnOrder placed(String id, Instant at) {
        return new AnOrder(id, at);
    }

    public AnOrder with(String seller, String buyer) {
        this.seller = seller;
        this.buyer = buyer;
        return this;
    }

    public AnOrder worth(Money amount) {
        this.amount = amount;
        return this;
    }

    public AnOrder by(@Nullable String device, @Nullable String payment, @Nullable String ip) {
        this.device = device;
        this.payment = payment;
        this.ip = ip;
        return this;
    }

    public AnOrder to(@Nullable String country, @Nullable String postcode) {
        this.country = country;
        this.postcode = postcode;
        return this;
    }

    public AnOrder told(@Nullable String status, @Nullable Instant deliveredAt, @Nullable Integer reviewScore) {
        this.status = status;
        this.deliveredAt = deliveredAt;
        this.reviewScore = reviewScore;
        return this;
    }

    public Order made() {
        return new Order(
                id,
                placedAt,
                seller,
                buyer,
                amount,
                null,
                device,
                payment,
                ip,
                country,
                postcode,
                null,
                null,
                status,
                deliveredAt,
                reviewScore,
                Attributes.NONE);
    }
}
