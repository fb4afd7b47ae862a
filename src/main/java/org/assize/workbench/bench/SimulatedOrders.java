package org.assize.workbench.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assize.platform.Money;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/** Orders of half a year in the order of time, of a marketplace with a few large sellers and many small ones. Made as they are read. */
final class SimulatedOrders {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(180);
    private static final String[] COUNTRIES = {"DE", "FR", "IT", "ES", "NL", "PL"};
    private static final String[] ENDS = {"delivered", "delivered", "delivered", "delivered", "cancelled", "refunded"};

    private final SplittableRandom dice;
    private final int size;
    private final int sellers;
    private final int buyers;
    private final double meanGap;
    private long micros;
    private int made;

    SimulatedOrders(SplittableRandom dice, int size) {
        this.dice = dice;
        this.size = size;
        sellers = Math.max(10, size / 100);
        buyers = Math.max(10, size / 7);
        meanGap = SPAN.toNanos() / 1e3 / size;
    }

    /** Of all that these orders may name. */
    List<String> sellerIds() {
        return IntStream.range(0, sellers).mapToObj("seller-%d"::formatted).toList();
    }

    /** The next ones, at most so many; none when all have been made. */
    List<Order> next(int atMost) {
        List<Order> orders = new ArrayList<>();
        while (orders.size() < atMost && made < size) {
            orders.add(order());
        }
        return orders;
    }

    private Order order() {
        micros += Math.round(meanGap * -Math.log(1 - dice.nextDouble()));
        Instant placedAt = START.plusNanos(1_000 * micros);
        int seller = (int) (sellers * Math.pow(dice.nextDouble(), 3));
        int buyer = (int) (buyers * Math.pow(dice.nextDouble(), 2));
        int home = dice.nextInt(3) == 0 ? dice.nextInt(buyers) : buyer;
        int shipTo = (dice.nextInt(8) == 0 ? dice.nextInt(buyers) : buyer) % 60_000;
        String end = ENDS[dice.nextInt(ENDS.length)];
        return new Order(
                "o" + made++,
                placedAt,
                "seller-" + seller,
                "buyer-" + buyer,
                new Money(500 + dice.nextInt(20_000), "EUR"),
                null,
                dice.nextInt(20) == 0 ? null : "device-" + (2 * buyer + (dice.nextInt(5) == 0 ? 1 : 0)),
                dice.nextInt(20) == 0 ? null : "card-" + (3 * buyer + (dice.nextInt(4) == 0 ? dice.nextInt(3) : 0)),
                "10." + (home >> 16) + "." + (home >> 8 & 255) + "." + (home & 255),
                COUNTRIES[shipTo % COUNTRIES.length],
                "z" + shipTo,
                "category " + seller % 30,
                1 + dice.nextInt(3),
                end,
                end.equals("cancelled") ? null : placedAt.plus(Duration.ofHours(48 + dice.nextInt(240))),
                dice.nextInt(3) == 0 ? 1 + dice.nextInt(5) : null,
                Attributes.NONE);
    }

    /** As it is sent when it is placed: what becomes of it nobody knows. */
    static String json(Order order) {
        StringBuilder json = new StringBuilder(512).append('{');
        text(json, "order_id", order.orderId());
        text(json, "placed_at", order.placedAt());
        text(json, "seller_id", order.sellerId());
        text(json, "buyer_id", order.buyerId());
        text(json, "currency", order.amount().currency());
        text(json, "device_id", order.deviceId());
        text(json, "payment_id", order.paymentId());
        text(json, "ip", order.ip());
        text(json, "ship_to_country", order.shipToCountry());
        text(json, "ship_to_postcode", order.shipToPostcode());
        text(json, "category", order.category());
        return json.append("\"item_count\":%d,\"amount\":%d.%02d}"
                        .formatted(
                                order.itemCount(),
                                order.amount().minor() / 100,
                                order.amount().minor() % 100))
                .toString();
    }

    private static void text(StringBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.append('"').append(name).append("\":\"").append(value).append("\",");
        }
    }
}
