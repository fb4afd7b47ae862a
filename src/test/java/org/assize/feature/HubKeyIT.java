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
import java.util.function.Supplier;
import org.assize.OwnDatabase;
import org.assize.TestDatabase;
import org.assize.platform.Money;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.scoring.ScoreOrders;
import org.assize.security.Actor;
import org.assize.subject.AnOrder;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind one address, one device, one buyer there may be any number of orders: a live order reads a bounded part of them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(OwnDatabase.class)
class HubKeyIT {

    private static final Instant NOW = Instant.parse("2019-06-01T00:00:00Z");
    private static final int ORDERS = 120_000;
    private static final int MOST = FeatureOptions.DEFAULT.mostOrders();
    private static final int KEYS = 6;

    @Inject
    Jdbi jdbi;

    @Inject
    OrderHistory history;

    @Inject
    Features features;

    @Inject
    Champions champions;

    @Inject
    ScoreOrders scoreOrders;

    private record Read(LoadedEvents events, long rows) {}

    /** One order every 12 seconds, all of them alike; and others that have nothing to do with them. */
    @BeforeEach
    void aHub() {
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    insert into seller (seller_id, registered_at, content_hash, recorded_at)
                    values ('hub-s', '2019-01-01Z', '\\x00', ?), ('hub-quiet', '2019-01-01Z', '\\x00', ?)
                    on conflict do nothing""", NOW, NOW);
            handle.execute("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip,
                      ship_to_country, ship_to_postcode, content_hash, recorded_at)
                    select 'hub-' || i, ?::timestamptz - i * interval '12 seconds', 'hub-s', 'hub-b', 1000 + i % 50, 'EUR', 'hub-d', 'hub-p',
                      '203.0.113.1', case when i % 2 = 0 then 'DE' end, '99999', '\\x00', ?
                    from generate_series(1, ?) i
                    on conflict do nothing""", NOW, NOW, ORDERS);
            handle.execute("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, ip, content_hash, recorded_at)
                    select 'quiet-' || i, ?::timestamptz - i * interval '1 minute', 'hub-quiet', 'quiet-' || i % 4000, 1000, 'EUR',
                      '203.0.113.' || 2 + i % 200, '\\x00', ?
                    from generate_series(1, 20000) i
                    on conflict do nothing""", NOW, NOW);
        });
    }

    @Test
    void aLiveOrderReadsNoMoreThanItsBoundAndSeesWhatHistorySees() {
        PointInTime live = new PointInTime(FeatureCatalog.orders(), FeatureCatalog.sellers(), features.options());
        for (String country : new String[] {"DE", null}) {
            Order order = order(country);
            Read read = reading(() -> history.forOrders(live.orderNeeds(), List.of(order)));
            assertThat(read.rows()).as("rows of the table that were read").isLessThan(KEYS * (MOST + 100));
            double[] vector = live.orders(List.of(order), read.events()).getFirst();
            assertThat(vector).containsExactly(swept(order));
            FeatureCatalog catalog = FeatureCatalog.orders();
            assertThat(vector[catalog.position("ip_orders_1h")]).isEqualTo(300);
            assertThat(vector[catalog.position("ip_orders_1d")]).isEqualTo(7_200);
            assertThat(vector[catalog.position("ip_buyers_1d")]).isEqualTo(1);
            assertThat(vector[catalog.position("device_orders_30d")]).isEqualTo(MOST + 1);
            assertThat(vector[catalog.position("ip_buyers_30d")]).isEqualTo(-1);
            assertThat(vector[catalog.position("seller_since_last")]).isEqualTo(12 / 3600.0);
        }
    }

    @Test
    void soDoesASellerAndAPieceOfManyOrders() {
        PointInTime live = new PointInTime(FeatureCatalog.orders(), FeatureCatalog.sellers(), features.options());
        Read seller = reading(() -> history.forSellers(live.sellerNeeds(), List.of("hub-s"), NOW));
        assertThat(seller.rows()).isLessThan(MOST + 100);

        List<Order> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(AnOrder.placed("hub-new-" + i, NOW.minus(Duration.ofSeconds(12L * i + 1)))
                    .with("hub-quiet", "hub-new")
                    .by(null, null, "203.0.113.1")
                    .made());
        }
        Read read = reading(() -> history.forOrders(live.orderNeeds(), many));
        assertThat(read.rows())
                .as("what one of them has read, the next does not read again")
                .isLessThan(2 * (MOST + 1_000));
        List<double[]> together = live.orders(many, read.events());
        for (int i : List.of(0, 250, 499)) {
            Order one = many.get(i);
            assertThat(together.get(i))
                    .containsExactly(live.orders(List.of(one), history.forOrders(live.orderNeeds(), List.of(one)))
                            .getFirst());
        }
    }

    @Test
    void allThatIsReadToScoreALiveOrderAndItsSellerIsBounded() {
        for (SubjectKind kind : SubjectKind.values()) {
            List<String> names = FeatureCatalog.of(kind).names();
            ModelByHand.crown(jdbi, kind, kind.code() + "-hub", names, 1, true, (row, _) -> {
                double[] vector = new double[names.size()];
                vector[0] = row;
                return vector;
            });
        }
        champions.lookAgain();
        long rows = QuarkusTransaction.requiringNew().call(() -> {
            // the day's volume, which capacity is shared out by, is counted once in a while and not for each order
            scoreOrders.score(Actor.SYSTEM, List.of(order(null)));
            long before = rows();
            long began = System.nanoTime();
            assertThat(scoreOrders.score(Actor.SYSTEM, List.of(order("DE")))).hasSize(1);
            long read = rows() - before;
            System.out.printf(
                    "an order with %,d others on each of its %d keys: %,d rows read, scored in %,d ms%n",
                    ORDERS, KEYS, read, (System.nanoTime() - began) / 1_000_000);
            return read;
        });
        assertThat(rows)
                .as("six keys, the seller's own vector, its value at risk")
                .isLessThan((KEYS + 2) * (MOST + 500));
    }

    /** What the database counted of the table while it read. */
    private Read reading(Supplier<LoadedEvents> read) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long before = rows();
            LoadedEvents events = read.get();
            return new Read(events, rows() - before);
        });
    }

    private long rows() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'orders'
                        """).mapTo(Long.class).one());
    }

    private double[] swept(Order order) {
        FeatureEngine engine = new FeatureEngine(
                FeatureCatalog.orders(), FeatureCatalog.sellers().only(List.of()), features.options());
        for (Seller seller : history.sellers()) {
            engine.know(seller);
        }
        history.forEachOrder(NOW.minus(Duration.ofDays(70)), NOW, engine::observe);
        return engine.vector(order);
    }

    private static Order order(@Nullable String country) {
        return AnOrder.placed("hub-now", NOW)
                .with("hub-s", "hub-b")
                .worth(new Money(2_000, "EUR"))
                .by("hub-d", "hub-p", "203.0.113.1")
                .to(country, "99999")
                .made();
    }
}
