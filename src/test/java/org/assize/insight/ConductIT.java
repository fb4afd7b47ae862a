package org.assize.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.assize.feature.CategoriesUsual;
import org.assize.feature.CategoryUsual;
import org.assize.feature.Conduct;
import org.assize.feature.Conduct.Measure;
import org.assize.feature.Conduct.Share;
import org.assize.feature.ConductOfSeller;
import org.assize.feature.MeasureCategories;
import org.assize.insight.OrdersAround.Unusual;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A seller against its category. */
@QuarkusTest
class ConductIT {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('assize.feature.categories', 0))";

    /** Nobody else's orders are younger, so this is where the measuring begins. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final Shop shop = new Shop();

    @Inject
    Jdbi jdbi;

    @Inject
    ConductOfSeller conduct;

    @Inject
    MeasureCategories measure;

    @Inject
    CategoriesUsual usual;

    @Inject
    OrdersAround orders;

    private Instant ago(int days) {
        return now.minus(Duration.ofDays(days));
    }

    @Test
    void whatBecameOfASellersOrdersIsCountedOfThoseItCanBeSaidOf() {
        jdbi.useTransaction(handle -> {
            shop.seller(handle, "s", null);
            shop.order(handle, "s", "b1", ago(40), 1_000, "EUR", "delivered", 5, 5, null);
            shop.order(handle, "s", "b2", ago(40), 1_000, "EUR", "delivered", 20, 1, null);
            shop.order(handle, "s", "b3", ago(30), 1_000, "EUR", "shipped", null, null, null);
            shop.order(handle, "s", "b4", ago(30), 1_000, "EUR", "cancelled", null, null, null);
            // too young to be late, and of another currency
            String refunded = shop.order(handle, "s", "b5", ago(3), 1_000, "USD", "Refunded", null, 2, null);
            // gave the money back, and never sent it
            shop.order(handle, "s", "b7", ago(35), 1_000, "EUR", "refunded", null, null, null);
            // has come and gone back, nobody says when
            shop.order(handle, "s", "b8", ago(35), 1_000, "EUR", "returned", null, null, null);
            // older than the window
            shop.order(handle, "s", "b6", ago(100), 1_000, "EUR", "refunded", null, 1, null);
            handle.execute(
                    "insert into outcome (subject_kind, subject_id, source, fraud, known_at, content_hash, recorded_at)"
                            + " values ('order', ?, 'chargeback', true, now(), '', now())",
                    refunded);
        });
        measured();
        Conduct its = conduct.read(Actor.SYSTEM, shop.own + "s", now);
        assertThat(its.total()).isEqualTo(7);
        assertThat(its.orders()).hasSize(Conduct.WEEKS).endsWith(1);
        assertThat(its.shares())
                .containsEntry(Measure.LATE, new Share(3, 4))
                .containsEntry(Measure.REFUNDED, new Share(3, 7))
                .containsEntry(Measure.LOW_REVIEW, new Share(2, 3))
                .containsEntry(Measure.DISPUTED, new Share(1, 7));
        assertThat(Objects.requireNonNull(its.value())).last().isEqualTo(new Money(850, "EUR"));
        assertThat(its.cut()).isFalse();
        assertThat(orders.page(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s", null, 100)
                        .items())
                .as("the list calls late what the rate does")
                .filteredOn(line -> line.placedAt().isAfter(ago(90)))
                .filteredOn(line ->
                        line.unusual().contains(Unusual.LATE) || line.unusual().contains(Unusual.OVERDUE))
                .hasSize(3);
    }

    @Test
    void whereNobodyTellsOfDeliveriesNoneIsCalledLate() {
        QuarkusTransaction.begin();
        try {
            jdbi.useHandle(handle -> {
                handle.execute(LOCK);
                handle.execute("delete from category_usual");
                shop.seller(handle, "s", null);
                shop.order(handle, "s", "b", ago(40), 1_000, "EUR", "shipped", null, 5, null);
            });
            assertThat(conduct.read(Actor.SYSTEM, shop.own + "s", now).shares())
                    .containsKey(Measure.LOW_REVIEW)
                    .doesNotContainKey(Measure.LATE);
            assertThat(orders.page(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s", null, 10)
                            .items())
                    .singleElement()
                    .satisfies(line -> assertThat(line.unusual()).isEmpty());
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    /** Waits for whoever measures just now, such as the application by itself, and measures then. */
    private void measured() {
        do {
            jdbi.useTransaction(handle -> handle.execute(LOCK));
        } while (!measure.measure(Actor.SYSTEM));
    }

    @Test
    void aSellerWithoutOrdersHasNoShares() {
        jdbi.useHandle(handle -> shop.seller(handle, "s", null));
        Conduct its = conduct.read(Actor.SYSTEM, shop.own + "s", now);
        assertThat(its.total()).isZero();
        assertThat(its.shares()).isEmpty();
    }

    @Test
    void whatIsUsualIsMeasuredByCategoryAndOfSmallOnesAmongAll() {
        String lamps = shop.own + "lamps";
        String ropes = shop.own + "ropes";
        jdbi.useTransaction(handle -> {
            for (int seller = 0; seller < 6; seller++) {
                shop.seller(handle, "l" + seller, lamps);
                for (int i = 0; i < 20; i++) {
                    // each seller is late with as many of its twenty as its number says
                    int days = i < seller ? 20 : 4;
                    shop.order(handle, "l" + seller, "b" + i, ago(20 + i), 2_000, "EUR", "delivered", days, 4, null);
                }
            }
            shop.seller(handle, "r", ropes);
            shop.order(handle, "r", "b", ago(1), 2_000, "EUR", "delivered", 1, 4, null);
        });
        measured();

        CategoryUsual its = usual.of(Actor.SYSTEM, lamps).orElseThrow();
        assertThat(its.category()).isEqualTo(lamps);
        CategoryUsual.Usual late = Objects.requireNonNull(its.of().get(Measure.LATE));
        assertThat(late.all()).isEqualTo(new Share(15, 120));
        assertThat(late.sellers()).isEqualTo(6);
        assertThat(late.range()).isNotNull().satisfies(range -> {
            assertThat(range.low()).isCloseTo(0.025, within(1e-9));
            assertThat(range.high()).isCloseTo(0.225, within(1e-9));
        });
        CategoryUsual.Usual orders = Objects.requireNonNull(its.of().get(Measure.ORDERS));
        assertThat(orders.all()).isNull();
        assertThat(Objects.requireNonNull(orders.range()).low()).isBetween(3.0, 6.0);

        assertThat(usual.of(Actor.SYSTEM, ropes).orElseThrow().category()).isNull();
        assertThat(usual.of(Actor.SYSTEM, null).orElseThrow().of()).containsKey(Measure.LATE);

        // measuring again replaces what was measured before
        measured();
        assertThat(usual.of(Actor.SYSTEM, lamps).orElseThrow().of().get(Measure.LATE))
                .isEqualTo(late);
    }
}
