package org.assize.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assize.platform.Money;
import org.assize.subject.Attributes;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** Small histories full of what goes wrong: equal instants, exact window edges, missing keys, late and contradicting words. */
record RandomHistory(
        List<Order> orders,
        List<FraudKnowledge> fraud,
        List<Seller> sellers,
        List<SellerVersion> sellerVersions,
        List<SellerFraud> sellerFraud) {

    private static final Instant START = Instant.parse("2025-11-01T00:00:00Z");

    static RandomHistory of(long seed, int size) {
        Random random = new Random(seed);
        List<Order> orders = new ArrayList<>();
        List<FraudKnowledge> fraud = new ArrayList<>();
        long hours = 0;
        for (int i = 0; i < size; i++) {
            hours += switch (random.nextInt(8)) {
                case 0, 1, 2 -> 0;
                case 3, 4 -> 1;
                case 5 -> random.nextInt(24);
                case 6 -> 24L * random.nextInt(4);
                default -> random.nextInt(12) == 0 ? 24 * 40 : random.nextInt(100);
            };
            Instant placedAt = START.plusSeconds(3600 * hours).plusNanos(random.nextInt(4) == 0 ? 1000 : 0);
            orders.add(order(random, "o" + i, placedAt));
            for (int k = random.nextInt(6) - 3; k > 0; k--) {
                long days = random.nextInt(4) == 0 ? -1 : random.nextInt(20);
                fraud.add(new FraudKnowledge("o" + i, random.nextInt(3) > 0, placedAt.plusSeconds(86_400 * days)));
            }
        }
        fraud.add(new FraudKnowledge("never seen", true, START));
        List<Seller> sellers = new ArrayList<>();
        List<SellerVersion> sellerVersions = new ArrayList<>();
        List<SellerFraud> sellerFraud = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant registeredAt =
                    random.nextInt(4) == 0 ? null : START.plusSeconds(3600L * random.nextInt((int) hours + 48));
            Seller last = seller(random, "s" + i, registeredAt);
            for (int k = random.nextInt(4); k > 0; k--) {
                Instant told = START.plusSeconds(3600L * random.nextInt((int) hours + 1))
                        .plusNanos(1000 * k);
                Instant then = random.nextInt(3) == 0 ? told : registeredAt;
                sellerVersions.add(new SellerVersion(seller(random, "s" + i, then), told));
            }
            sellers.add(last);
            for (int k = random.nextInt(3); k > 0; k--) {
                Instant knownAt = START.plusSeconds(3600L * random.nextInt((int) hours + 1));
                sellerFraud.add(new SellerFraud("s" + i, random.nextInt(3) > 0, knownAt));
            }
        }
        Collections.shuffle(orders, random);
        Collections.shuffle(fraud, random);
        return new RandomHistory(orders, fraud, sellers, sellerVersions, sellerFraud);
    }

    private static Order order(Random random, String id, Instant placedAt) {
        String[] currencies = {"EUR", "USD", "JPY", "KWD", "BRL", "MUR"};
        long amount = switch (random.nextInt(12)) {
            case 0 -> -random.nextInt(1000);
            case 1 -> 0;
            case 2 -> random.nextLong() >> 8;
            case 3 -> 4_000_000_000L + random.nextInt(1000);
            default -> random.nextInt(50_000);
        };
        Instant deliveredAt = switch (random.nextInt(8)) {
            case 0, 1 -> null;
            case 2 -> placedAt.minusSeconds(3600);
            case 3 -> placedAt.plusSeconds(86_400L * 14);
            case 4 -> placedAt.plusSeconds(86_400L * 30);
            case 5 -> placedAt.plusSeconds(86_400L * 30 + 3600);
            default -> placedAt.plusSeconds(3600L * random.nextInt(24 * 40));
        };
        return new Order(
                id,
                placedAt,
                "s" + random.nextInt(4),
                "b" + random.nextInt(5),
                new Money(amount, currencies[random.nextInt(currencies.length)]),
                null,
                maybe(random, "d"),
                maybe(random, "p"),
                maybe(random, "10.0.0."),
                maybe(random, "C"),
                maybe(random, "8000"),
                maybe(random, "category "),
                random.nextInt(3) == 0 ? null : random.nextInt(5) - 1,
                pick(random, null, "delivered", "Cancelled", "refunded", "returned"),
                deliveredAt,
                random.nextBoolean() ? null : random.nextInt(7),
                attributes(random, placedAt));
    }

    /**
     * The order as a marketplace that tells what happens when it happens had told it before {@code t}: delivered, reviewed and
     * come to its end one by one, all but a delivery within 30 days of placing.
     */
    static Order asOf(Order order, Instant t) {
        Random random = new Random(order.orderId().hashCode());
        Instant until = order.placedAt().plusSeconds(86_400L * 30);
        Instant deliveredAt = order.deliveredAt();
        boolean delivered = deliveredAt != null && deliveredAt.isBefore(t);
        Instant from = deliveredAt == null || deliveredAt.isBefore(order.placedAt()) ? order.placedAt() : deliveredAt;
        boolean late = from.isAfter(until);
        long left = late ? 0 : Duration.between(from, until).toHours();
        boolean ended = late
                ? delivered
                : from.plusSeconds(3600 * random.nextLong(left + 1)).isBefore(t);
        boolean reviewed = late
                ? delivered
                : from.plusSeconds(3600 * random.nextLong(left + 1)).isBefore(t);
        return new Order(
                order.orderId(),
                order.placedAt(),
                order.sellerId(),
                order.buyerId(),
                order.amount(),
                order.creatorId(),
                order.deviceId(),
                order.paymentId(),
                order.ip(),
                order.shipToCountry(),
                order.shipToPostcode(),
                order.category(),
                order.itemCount(),
                ended || order.status() == null ? order.status() : delivered ? "delivered" : "shipped",
                delivered ? deliveredAt : null,
                reviewed ? order.reviewScore() : null,
                order.attributes());
    }

    private static Seller seller(Random random, String id, @Nullable Instant registeredAt) {
        return new Seller(
                id,
                registeredAt,
                null,
                null,
                null,
                null,
                pick(random, null, "x@shop.test", "a@b@SHOP.test", "z@gmail.com", "nonsense", "v@"),
                maybe(random, "+49"),
                maybe(random, "bank"),
                maybe(random, "d"),
                maybe(random, "10.0.0."),
                null,
                attributes(random, START));
    }

    private static Attributes attributes(Random random, Instant at) {
        return new Attributes(
                random.nextBoolean() ? Map.of() : Map.of("channel", "c" + random.nextInt(3)),
                switch (random.nextInt(3)) {
                    case 0 -> Map.of();
                    case 1 -> Map.of("weight", random.nextGaussian());
                    default -> Map.of("weight", Double.NaN);
                },
                random.nextBoolean() ? Map.of() : Map.of("since", at.minusSeconds(random.nextInt(1_000_000))),
                Map.of());
    }

    private static @Nullable String maybe(Random random, String prefix) {
        return random.nextInt(4) == 0 ? null : prefix + random.nextInt(4);
    }

    private static @Nullable String pick(Random random, @Nullable String... values) {
        return values[random.nextInt(values.length)];
    }
}
