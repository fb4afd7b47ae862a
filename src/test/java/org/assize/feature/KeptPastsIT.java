package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assize.OwnDatabase;
import org.assize.TestDatabase;
import org.assize.platform.Money;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept in memory between two vectors never shows: each is what it would be had everything been read anew. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(OwnDatabase.class)
class KeptPastsIT {

    private static final Instant START = Instant.parse("2022-03-01T00:00:00Z");
    private static final int SELLERS = 3;
    private PointInTime live = bounded(FeatureOptions.DEFAULT.mostOrders());

    @Inject
    Jdbi jdbi;

    @Inject
    Features features;

    /** Both tests write to one database. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private OrderHistory plain;
    private List<OrderHistory> nodes;

    @BeforeEach
    void nodes() {
        plain = keeping(0);
        // the second has room for some values only, and must let go of others all the time
        nodes = List.of(keeping(50_000), keeping(600));
        jdbi.useHandle(handle -> {
            for (int s = 0; s < SELLERS; s++) {
                handle.execute(
                        "insert into seller (seller_id, content_hash, recorded_at) values (?, '\\x00', ?) on conflict do nothing",
                        "kp-s" + s,
                        START);
            }
        });
    }

    private static PointInTime bounded(int mostOrders) {
        return new PointInTime(
                FeatureCatalog.orders(), FeatureCatalog.sellers(), FeatureOptions.DEFAULT.withMostOrders(mostOrders));
    }

    private OrderHistory keeping(int orders) {
        return new OrderHistory(jdbi, features, new KeptPasts(new FeatureConfig() {
            @Override
            public int mostOrders() {
                return FeatureOptions.DEFAULT.mostOrders();
            }

            @Override
            public int keptOrders() {
                return orders;
            }
        }));
    }

    /** Orders come in time and late, are told anew, prove to be fraud; transactions are taken back; two nodes look in turns. */
    @Test
    void whateverHappensAVectorIsWhatItIsWithoutMemory() {
        for (int seed = 0; seed < 4; seed++) {
            // with so few, what is kept of a seller is not all that its features would look at
            live = bounded(seed == 3 ? 20 : FeatureOptions.DEFAULT.mostOrders());
            aStretch(START.plus(Duration.ofDays(200L * seed)), new SplittableRandom(seed));
            nodes();
        }
    }

    private void aStretch(Instant start, SplittableRandom dice) {
        int along = 0;
        for (int step = 0; step < 250; step++) {
            Instant now = start.plus(Duration.ofHours(12L * step));
            OrderHistory node = nodes.get(dice.nextInt(2));
            boolean takenBack = dice.nextInt(6) == 0;
            List<Boolean> used = new ArrayList<>();
            transaction(takenBack, () -> {
                List<Order> orders = something(dice, now);
                used.add(same(node, orders));
                if (dice.nextInt(3) == 0) {
                    used.add(same(node, List.of(order(dice, now))));
                }
            });
            along += used.contains(true) ? 1 : 0;
        }
        assertThat(along).as("steps in which something was kept").isGreaterThan(150);
    }

    @Test
    void whatManyWriteAtOnceIsHeardByEach() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                SplittableRandom dice = new SplittableRandom(thread);
                all.add(threads.submit(() -> {
                    for (int step = 0; step < 120; step++) {
                        Instant now = START.plus(Duration.ofHours(6L * step));
                        OrderHistory node = nodes.get(dice.nextInt(2));
                        transaction(dice.nextInt(5) == 0, () -> {
                            List<Order> orders = something(dice, now);
                            live.orders(orders, node.forOrders(live.orderNeeds(), orders));
                        });
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        SplittableRandom dice = new SplittableRandom(9);
        for (OrderHistory node : nodes) {
            for (int i = 0; i < 30; i++) {
                same(node, List.of(order(dice, START.plus(Duration.ofDays(31)))));
            }
        }
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void transaction(boolean takenBack, Runnable work) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                work.run();
                if (takenBack) {
                    throw new TakenBack();
                }
            });
        } catch (TakenBack e) {
            assertThat(takenBack).isTrue();
        }
    }

    /** New orders, and perhaps something else, as one transaction brings them. */
    private List<Order> something(SplittableRandom dice, Instant now) {
        List<Order> orders = new ArrayList<>();
        for (int i = dice.nextInt(3); i >= 0; i--) {
            Instant placedAt = now.plusSeconds(dice.nextInt(60)).minus(Duration.ofSeconds(late(dice)));
            Order order = order(dice, placedAt);
            insert(order, now);
            orders.add(order);
        }
        if (dice.nextInt(3) == 0) {
            jdbi.useHandle(handle -> handle.execute(
                    """
                    with changed as (
                      update orders set status = ?, delivered_at = placed_at + interval '50 hours', review_score = ?, version = version + 1,
                        recorded_at = ?, seller_id = case when ? then 'kp-s0' else seller_id end
                      where order_id = (
                        select order_id from orders where order_id like 'kp-%' and placed_at > ?::timestamptz - interval '30 days'
                        order by md5(order_id || ?) limit 1 for update skip locked)
                      returning old.order_id, old.version, to_jsonb(old) as content, old.recorded_at)
                    insert into orders_history (order_id, version, content, recorded_at, replaced_at)
                    select order_id, version, content, recorded_at, recorded_at from changed""",
                    dice.nextBoolean() ? "delivered" : "refunded",
                    1 + dice.nextInt(5),
                    now,
                    dice.nextInt(5) == 0,
                    now,
                    Integer.toString(dice.nextInt())));
        }
        if (dice.nextInt(3) == 0) {
            jdbi.useHandle(handle -> handle.execute(
                    """
                    insert into label (subject_kind, subject_id, label, source, lineage, known_at, recorded_at)
                    select 'order', order_id, ?, 'kp', '{}', greatest(placed_at, ?::timestamptz), ? from orders
                    where order_id like 'kp-%' order by md5(order_id || ?) limit 1""",
                    dice.nextInt(4) == 0 ? "legitimate" : "fraud",
                    now.minus(Duration.ofHours(dice.nextInt(200))),
                    now,
                    Integer.toString(dice.nextInt())));
        }
        return orders;
    }

    private static long late(SplittableRandom dice) {
        return switch (dice.nextInt(12)) {
            case 0 -> Duration.ofDays(dice.nextInt(1, 50)).toSeconds();
            case 1, 2 -> dice.nextInt(40_000);
            default -> 0;
        };
    }

    private static Order order(SplittableRandom dice, Instant placedAt) {
        boolean country = dice.nextInt(4) > 0;
        return new Order(
                "kp-" + MADE.getAndIncrement(),
                placedAt,
                "kp-s" + dice.nextInt(SELLERS),
                "kp-b" + dice.nextInt(9),
                new Money(100 + dice.nextInt(9_000), "EUR"),
                null,
                some(dice, "kp-d"),
                some(dice, "kp-p"),
                some(dice, "203.0.113."),
                country ? "DE" : null,
                some(dice, "9999"),
                null,
                null,
                null,
                null,
                null,
                Attributes.NONE);
    }

    private static @Nullable String some(SplittableRandom dice, String prefix) {
        return dice.nextInt(8) == 0 ? null : prefix + dice.nextInt(6);
    }

    private void insert(Order order, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip,
                          ship_to_country, ship_to_postcode, content_hash, recorded_at)
                        values (:orderId, :placedAt, :sellerId, :buyerId, :amount, 'EUR', :deviceId, :paymentId, :ip, :shipToCountry,
                          :shipToPostcode, '\\x00', :now)""")
                .bindMethods(order)
                .bind("amount", order.amount().minor())
                .bind("now", now)
                .execute());
    }

    /** Compares, to the bit, orders and their sellers; whether anything was kept. */
    private boolean same(OrderHistory node, List<Order> orders) {
        LoadedEvents kept = node.forOrders(live.orderNeeds(), orders);
        List<double[]> anew = live.orders(orders, plain.forOrders(live.orderNeeds(), orders));
        List<double[]> vectors = live.orders(orders, kept);
        for (int i = 0; i < orders.size(); i++) {
            alike(orders.get(i).toString(), FeatureCatalog.orders(), vectors.get(i), anew.get(i));
        }
        Order last = orders.getLast();
        Instant at = last.placedAt().plusNanos(1_000);
        List<PointInTime.SellerMoment> seller = List.of(new PointInTime.SellerMoment(seller(last.sellerId()), at));
        alike(
                "the seller of " + last,
                FeatureCatalog.sellers(),
                live.sellers(seller, node.forSellers(live.sellerNeeds(), List.of(last.sellerId()), at))
                        .getFirst(),
                live.sellers(seller, plain.forSellers(live.sellerNeeds(), List.of(last.sellerId()), at))
                        .getFirst());
        return !kept.pasts().isEmpty();
    }

    private static void alike(String what, FeatureCatalog features, double[] vector, double[] anew) {
        for (int f = 0; f < anew.length; f++) {
            assertThat(Double.doubleToLongBits(vector[f]))
                    .as("%s of %s: %s, read anew %s", features.names().get(f), what, vector[f], anew[f])
                    .isEqualTo(Double.doubleToLongBits(anew[f]));
        }
    }

    private static Seller seller(String id) {
        return new Seller(id, null, null, null, null, null, null, null, null, null, null, null, Attributes.NONE);
    }
}
