package org.assize.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assize.insight.OrdersAround.Filter;
import org.assize.insight.OrdersAround.Line;
import org.assize.insight.OrdersAround.Unusual;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody at the desk sees of the orders of a seller, and of who stands behind them. */
@QuarkusTest
class OrdersAroundIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Shop shop = new Shop();

    @Inject
    Jdbi jdbi;

    @Inject
    OrdersAround orders;

    @Inject
    BehindSeller behind;

    private String dear = "";
    private String late = "";
    private String returned = "";

    private Instant ago(int days) {
        return now.minus(Duration.ofDays(days));
    }

    @BeforeEach
    void aSellerWithSomeOddOrders() {
        jdbi.useTransaction(handle -> {
            shop.seller(handle, "s", null);
            shop.seller(handle, "t", null);
            for (int i = 0; i < 12; i++) {
                shop.order(handle, "s", "b" + i, ago(2 + i), 2_000, "EUR", "delivered", 1, 5, null);
            }
            dear = shop.order(handle, "s", "b1", ago(20), 6_000, "EUR", "delivered", 1, null, null);
            late = shop.order(handle, "s", "b1", ago(30), 2_000, "EUR", "delivered", 15, 1, null);
            returned = shop.order(handle, "s", "b2", ago(40), 500, "JPY", "returned", 3, null, null);
            for (int i = 0; i < 3; i++) {
                shop.order(handle, "s", "c" + i, ago(50 + i), 2_000, "EUR", "delivered", 1, 5, "phone");
                shop.order(handle, "t", "c" + i, ago(60 + i), 2_000, "EUR", "delivered", 1, 5, "phone");
            }
        });
    }

    private Page<Line> page(Filter filter, @Nullable String after, int limit) {
        return orders.page(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s", filter, after, limit);
    }

    private List<Line> all(Filter filter) {
        return page(filter, null, 100).items();
    }

    private List<Unusual> of(String order) {
        return all(Filter.NONE).stream()
                .filter(line -> line.orderId().equals(order))
                .findFirst()
                .orElseThrow()
                .unusual();
    }

    @Test
    void whatIsUnusualOfAnOrderIsSaidWithWhy() {
        assertThat(of(dear)).containsExactly(Unusual.LARGE);
        assertThat(of(late)).containsExactly(Unusual.LATE, Unusual.LOW_REVIEW);
        // 500 yen are no more than others, since nothing is known of what is usual in yen
        assertThat(of(returned)).containsExactly(Unusual.REFUNDED);
        assertThat(all(Filter.NONE).getLast().unusual()).containsExactly(Unusual.SHARED_DEVICE);
        assertThat(all(Filter.NONE).getFirst().unusual()).isEmpty();
    }

    @Test
    void theListNarrowsToWhatIsWanted() {
        assertThat(all(new Filter(null, null, null, null, true))).hasSize(6);
        assertThat(all(new Filter(ago(25), null, null, null, false))).hasSize(13);
        assertThat(all(new Filter(null, "returned", null, null, false)))
                .extracting(Line::orderId)
                .containsExactly(returned);
        // major units of each order's own currency
        assertThat(all(new Filter(null, null, BigDecimal.valueOf(21), null, false)))
                .extracting(Line::orderId)
                .containsExactly(dear, returned);
        assertThat(all(new Filter(null, null, null, BigDecimal.valueOf(20), false)))
                .hasSize(16);
        assertThat(orders.statuses(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s"))
                .containsExactly("delivered", "returned");
    }

    @Test
    void whereScoresAreHiddenNothingIsListedForItsScore() {
        String likely = all(Filter.NONE).getFirst().orderId();
        score(likely);
        Filter odd = new Filter(null, null, null, null, true);
        assertThat(all(odd))
                .filteredOn(line -> line.orderId().equals(likely))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.score()).isEqualTo(0.9);
                    assertThat(line.unusual()).containsExactly(Unusual.HIGH_SCORE);
                });
        assertThat(orders.page(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s", odd, true, null, 100)
                        .items())
                .as("that it is listed would tell its score")
                .hasSize(6)
                .noneMatch(line -> line.orderId().equals(likely))
                .allSatisfy(line -> assertThat(line.score()).isNull());
    }

    private void score(String order) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "insert into feature_set (subject_kind, names) values ('order', array ['amount']) on conflict do nothing");
            handle.execute("""
                    insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set, trained_on,
                      metrics, forest, smile_blob, sha256, smile_version, created_by, created_at)
                    select 'order-around', 'order', 9711, 'by hand', '{}', 1, id, '{}', '{}', '', '', sha256(''), '0', ?, now()
                    from feature_set where subject_kind = 'order' and names = array ['amount']
                    on conflict do nothing""", Actor.SYSTEM_ID);
            handle.execute("""
                    insert into score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features, scored_at)
                    select 'order', ?, now(), version, 0.9, 0.999, feature_set, '{1}', now()
                    from model_version where version = 'order-around'""", order);
        });
    }

    @Test
    void pagesOfAFilteredListMeetWithoutAGap() {
        for (Filter filter : List.of(Filter.NONE, new Filter(null, null, null, null, true))) {
            List<Line> read = new ArrayList<>();
            @Nullable String after = null;
            do {
                Page<Line> page = page(filter, after, 4);
                read.addAll(page.items());
                after = page.next();
            } while (after != null);
            assertThat(read).isEqualTo(all(filter));
        }
    }

    @Test
    void whatBeginsFarBackIsFoundByGoingOn() {
        QuarkusTransaction.begin();
        try {
            List<String> odd = new ArrayList<>();
            jdbi.useHandle(handle -> {
                shop.seller(handle, "busy", null);
                odd.add(shop.order(handle, "busy", "b", ago(1_000), 2_000, "EUR", "delivered", 40, 5, null));
                handle.createUpdate("""
                                insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, status,
                                                    delivered_at, content_hash, recorded_at)
                                select :own || 'n' || n, at, :own || 'busy', :own || 'b', 2000, 'EUR', 'delivered',
                                       at + interval '1 day', '', now()
                                from generate_series(1, :many) n
                                cross join lateral (select :from - make_interval(mins => n) as at) its""")
                        .bind("own", shop.own)
                        .bind("many", OrdersAround.LOOKED_AT + 10)
                        .bind("from", ago(1_001))
                        .execute();
                odd.add(shop.order(handle, "busy", "b", ago(1_100), 2_000, "EUR", "delivered", 40, 5, null));
            });
            Page<Line> first = busy(new Filter(null, null, null, null, true), null);
            assertThat(first.items()).extracting(Line::orderId).containsExactly(odd.getFirst());
            Page<Line> second = busy(new Filter(null, null, null, null, true), Objects.requireNonNull(first.next()));
            assertThat(second.items()).extracting(Line::orderId).containsExactly(odd.getLast());
            assertThat(second.next()).isNull();

            Page<Line> nothing = busy(new Filter(null, "unheard of", null, null, false), null);
            assertThat(nothing.items()).isEmpty();
            Page<Line> end =
                    busy(new Filter(null, "unheard of", null, null, false), Objects.requireNonNull(nothing.next()));
            assertThat(end.items()).isEmpty();
            assertThat(end.next()).isNull();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private Page<Line> busy(Filter filter, @Nullable String after) {
        return orders.page(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "busy", filter, after, 4);
    }

    @Test
    void theCountOfTheTabIsThatOfTheList() {
        assertThat(orders.count(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "s")).isEqualTo(18);
        assertThat(orders.count(Actor.SYSTEM, OrdersBy.SELLER, shop.own + "nobody"))
                .isZero();
    }

    @Test
    void whoStandsBehindASellerIsNamedWithHowManyOthersTheyTouch() {
        List<BehindSeller.Party> parties = behind.read(Actor.SYSTEM, shop.own + "s");
        assertThat(parties)
                .filteredOn(party -> party.kind() == BehindSeller.Kind.DEVICE)
                .singleElement()
                .satisfies(device -> {
                    assertThat(device.value()).isEqualTo(shop.own + "phone");
                    assertThat(device.orders()).isEqualTo(3);
                    assertThat(device.buyers()).isEqualTo(3);
                    assertThat(device.others()).isEqualTo(1);
                });
        assertThat(parties)
                .filteredOn(party -> party.kind() == BehindSeller.Kind.BUYER)
                .hasSize(10)
                .first()
                .satisfies(buyer -> assertThat(buyer.ofKind()).isEqualTo(15));
    }

    @Test
    void aSellersOwnIdentifiersSayHowManyOthersHaveThem() {
        jdbi.useHandle(handle -> handle.execute(
                "update seller set bank_account = ? where seller_id in (?, ?)",
                shop.own + "account",
                shop.own + "s",
                shop.own + "t"));
        assertThat(behind.read(Actor.SYSTEM, shop.own + "s"))
                .filteredOn(party -> party.kind() == BehindSeller.Kind.OWN_BANK_ACCOUNT)
                .singleElement()
                .satisfies(account -> assertThat(account.others()).isEqualTo(1));
    }
}
