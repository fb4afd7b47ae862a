package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assize.TestDatabase;
import org.assize.subject.AnOrder;
import org.assize.subject.AttributeDeclarations;
import org.assize.subject.AttributeType;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OrderHistoryIT {

    private static final List<String> SHARED = List.of("same_email_domain_sellers");
    private static final Instant PLACED = Instant.parse("2021-03-01T10:00:00Z");

    @Inject
    Jdbi jdbi;

    @Inject
    OrderHistory history;

    @Inject
    Features features;

    @Inject
    AttributeDeclarations declarations;

    @BeforeEach
    void aSeller() {
        jdbi.useHandle(handle -> handle.execute("""
                insert into seller (seller_id, content_hash, recorded_at) values ('oh-seller', '\\x00', ?)
                on conflict do nothing""", PLACED));
    }

    @Test
    void aRefundTwoMonthsLaterDoesNotReachBackIntoWhatWasSeenBefore() {
        told("oh-late", 1, "delivered", 5, null);
        told("oh-late", 6, "delivered", 5, 4);
        told("oh-late", 60, "refunded", 5, 1);

        Order order = read("oh-late");
        assertThat(order.status()).isEqualTo("delivered");
        assertThat(order.reviewScore()).isEqualTo(4);
        assertThat(order.deliveredAt()).isEqualTo(day(5));
    }

    @Test
    void whatHappenedWithin30DaysCounts() {
        told("oh-early", 1, "shipped", null, null);
        told("oh-early", 29, "refunded", 5, 1);

        Order order = read("oh-early");
        assertThat(order.status()).isEqualTo("refunded");
        assertThat(order.reviewScore()).isEqualTo(1);
    }

    @Test
    void ofAnImportedHistoryTheLastWordCounts() {
        told("oh-imported", 400, "shipped", null, null);
        told("oh-imported", 401, "refunded", 5, 1);

        assertThat(read("oh-imported").status()).isEqualTo("refunded");
    }

    @Test
    void aSellerIsWhatItWasThen() {
        Instant registered = PLACED.minus(Duration.ofDays(9));
        told("oh-other", 0, "other@oh-one.test");
        told("oh-mover", 0, "first@oh-one.test");
        told("oh-mover", 20, "then@oh-two.test");
        Seller other = seller("oh-other", "other@oh-one.test");
        Seller mover = seller("oh-mover", "then@oh-two.test");

        for (Seller subject : List.of(other, mover)) {
            assertThat(shared(subject, day(10))).as("together, then").isEqualTo(1);
            assertThat(shared(subject, day(20))).as("at the very instant").isEqualTo(1);
            assertThat(shared(subject, day(21))).as("apart, now").isEqualTo(0);
        }
        assertThat(shared(mover, registered.plus(Duration.ofDays(1))))
                .as("before it was told at all, as in an imported history, what is known now")
                .isZero();
    }

    @Test
    void aMailDomainIsWhatFollowsTheLastAt() {
        told("oh-plain", 0, "p@oh-domain.test");
        told("oh-quoted", 0, "\"q@r\"@OH-domain.test");
        told("oh-nothing", 0, "nothing@");
        told("oh-nothing-else", 0, "else@");

        assertThat(shared(seller("oh-plain", "p@oh-domain.test"), day(1))).isEqualTo(1);
        assertThat(shared(seller("oh-quoted", "\"q@r\"@OH-domain.test"), day(1)))
                .isEqualTo(1);
        var none = history.forSellers(sharing().sellerNeeds(), List.of("oh-nothing"), day(1));
        assertThat(none.sellers()).extracting(Seller::sellerId).containsExactly("oh-nothing");
    }

    @Test
    void anAttributeThatAFeedDeclaresIsAFeatureWithoutCode() {
        QuarkusTransaction.requiringNew()
                .run(() -> declarations.declare(SubjectKind.ORDER, Map.of("oh_weight", AttributeType.NUMERIC), PLACED));
        told("oh-light", 1, "shipped", null, null);
        told("oh-heavy", 1, "shipped", null, null);
        jdbi.useHandle(handle -> handle.execute("""
                update orders set attributes = '{"n": {"oh_weight": 2.5}}' where order_id = 'oh-heavy'"""));

        PointInTime live = new PointInTime(
                features.catalog(SubjectKind.ORDER).only(List.of("attribute.oh_weight", "attribute.oh_weight.given")),
                FeatureCatalog.sellers().only(List.of()),
                features.options());
        List<Order> both = List.of(read("oh-light"), read("oh-heavy"));
        assertThat(live.orders(both, history.forOrders(live.orderNeeds(), both)))
                .containsExactly(new double[] {0, 0}, new double[] {2.5, 1});
    }

    /** With how many others it shares a mail domain, by both ways of reading, which agree. */
    private double shared(Seller subject, Instant at) {
        PointInTime live = sharing();
        double[] alone = live.sellers(
                        List.of(new PointInTime.SellerMoment(subject, at)),
                        history.forSellers(live.sellerNeeds(), List.of(subject.sellerId()), at))
                .getFirst();
        double[] swept = new double[1];
        FeatureEngine engine = new FeatureEngine(
                FeatureCatalog.orders().only(List.of()),
                FeatureCatalog.sellers().only(SHARED),
                FeatureOptions.DEFAULT);
        history.sellers().forEach(engine::know);
        history.sellerVersions(at).forEach(engine::know);
        swept[0] = engine.vector(subject, at)[0];
        assertThat(alone).containsExactly(swept);
        return swept[0];
    }

    private static PointInTime sharing() {
        return new PointInTime(
                FeatureCatalog.orders().only(List.of()),
                FeatureCatalog.sellers().only(SHARED),
                FeatureOptions.DEFAULT);
    }

    private void told(String id, int onDay, String email) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with kept as (
                          insert into seller as s (seller_id, registered_at, email, content_hash, recorded_at)
                          values (:id, :registered, :email, '\\x00', :at)
                          on conflict (seller_id) do update set (email, version, recorded_at)
                            = (excluded.email, s.version + 1, excluded.recorded_at)
                          returning old.seller_id, old.version, to_jsonb(old) - 'content_hash' as former, old.recorded_at)
                        insert into seller_history (seller_id, version, content, recorded_at, replaced_at)
                        select seller_id, version, former, recorded_at, :at from kept where seller_id is not null""")
                .bind("id", id)
                .bind("registered", PLACED.minus(Duration.ofDays(9)))
                .bind("email", email)
                .bind("at", day(onDay))
                .execute());
    }

    private Seller seller(String id, String email) {
        return history.sellers().stream()
                .filter(seller -> seller.sellerId().equals(id) && email.equals(seller.email()))
                .findFirst()
                .orElseThrow();
    }

    /** By both ways of reading, which agree. */
    private Order read(String id) {
        List<Order> swept = new ArrayList<>();
        history.forEachOrder(PLACED, PLACED.plusSeconds(1), swept::add);
        Order order =
                swept.stream().filter(o -> o.orderId().equals(id)).findFirst().orElseThrow();
        var needs = new HistoryNeeds(
                Map.of(OrderKey.SELLER, Duration.ofDays(60)),
                10_001,
                Duration.ZERO,
                101,
                false,
                false,
                Set.of(),
                false);
        assertThat(history.forSellers(needs, List.of("oh-seller"), day(40)).orders())
                .contains(toOthers(order));
        return order;
    }

    /** As far as vectors of others see it: without its attributes. */
    private static Order toOthers(Order order) {
        return AnOrder.placed(order.orderId(), order.placedAt())
                .with(order.sellerId(), order.buyerId())
                .worth(order.amount())
                .by(order.deviceId(), order.paymentId(), order.ip())
                .to(order.shipToCountry(), order.shipToPostcode())
                .told(order.status(), order.deliveredAt(), order.reviewScore())
                .made();
    }

    private void told(String id, int onDay, String status, @Nullable Integer deliveredOnDay, @Nullable Integer stars) {
        Instant deliveredAt = deliveredOnDay == null ? null : day(deliveredOnDay);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with kept as (
                          insert into orders as o (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, status, delivered_at,
                            review_score, content_hash, recorded_at)
                          values (:id, :placed, 'oh-seller', 'oh-buyer', 1000, 'EUR', :status, :delivered, :stars, '\\x00', :at)
                          on conflict (order_id) do update set (status, delivered_at, review_score, version, recorded_at)
                            = (excluded.status, excluded.delivered_at, excluded.review_score, o.version + 1, excluded.recorded_at)
                          returning old.order_id, old.version, to_jsonb(old) as former, old.recorded_at)
                        insert into orders_history (order_id, version, content, recorded_at, replaced_at)
                        select order_id, version, former, recorded_at, :at from kept where order_id is not null""")
                .bind("id", id)
                .bind("placed", PLACED)
                .bind("status", status)
                .bind("delivered", deliveredAt)
                .bind("stars", stars)
                .bind("at", day(onDay))
                .execute());
    }

    private static Instant day(int day) {
        return PLACED.plus(Duration.ofDays(day));
    }
}
