package org.assize.flagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.TestDatabase;
import org.assize.platform.Money;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.scoring.ScoreHistory;
import org.assize.scoring.ScoreOrders;
import org.assize.security.Actor;
import org.assize.subject.AnOrder;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** However often and in whatever pieces a day is scored: people get what they have time for, and a fair draw of the rest. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(FlagScoredIT.Profile.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
class FlagScoredIT {

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("assize.training.first-model-from", "1000000");
        }
    }

    private static final Instant DAY = Instant.parse("2026-05-20T00:00:00Z");
    private static final Instant NEXT = DAY.plus(Duration.ofDays(1));

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    ScoreHistory scoreHistory;

    @Inject
    ScoreOrders scoreOrders;

    @Inject
    CloseLiveDay closeLiveDay;

    @BeforeEach
    void models() {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-by-hand", 1, "amount", 500);
        ModelByHand.crown(jdbi, SubjectKind.SELLER, "seller-by-hand", 1, "seller_age", 100);
        champions.lookAgain();
        jdbi.useHandle(handle -> handle.execute("""
                insert into flag_policy (subject_kind, version, capacity_per_day, audit_share, audit_minimum_per_day, changed_by, changed_at)
                select kind, 2, 8, 0, 2, :by, now() from unnest(array ['order', 'seller']) as kind on conflict do nothing""".replace(":by", "'" + Actor.SYSTEM_ID + "'")));
    }

    private static Order order(String id, Instant at, String seller) {
        return AnOrder.placed(id, at)
                .with(seller, "b")
                .worth(new Money(100_000, "EUR"))
                .made();
    }

    private void bring(String prefix, Instant from, int orders, int sellers) {
        jdbi.useTransaction(handle -> {
            var seller = handle.prepareBatch("""
                    insert into seller (seller_id, registered_at, content_hash, recorded_at)
                    values (:id, '2025-01-01T00:00:00Z', '\\x00', now()) on conflict do nothing""");
            for (int i = 0; i < sellers; i++) {
                seller.bind("id", prefix.charAt(0) + "s" + i).add();
            }
            seller.execute();
            var order = handle.prepareBatch("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, content_hash, recorded_at)
                    values (:id, :at, :seller, 'b', 100000, 'EUR', '\\x00', now())""");
            for (int i = 0; i < orders; i++) {
                order.bind("id", prefix + i)
                        .bind("at", from.plus(Duration.ofMinutes(i)))
                        .bind("seller", prefix.charAt(0) + "s" + i % sellers)
                        .add();
            }
            order.execute();
        });
    }

    private void scored(SubjectKind kind, Instant from, Instant until) throws InterruptedException {
        UUID run = scoreHistory.request(Actor.SYSTEM, kind, from, until);
        for (int i = 0; i < 300; i++) {
            if (count("select count(*) from scoring_run where state = 'DONE' and id = '" + run + "'") == 1) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("scoring does not come to an end");
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private long flags(SubjectKind kind, String origin, Instant from) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from flag where subject_kind = :kind and origin = :origin
                          and as_of between :from and cast(:from as timestamptz) + interval '1 day'""")
                .bind("kind", kind.code())
                .bind("origin", origin)
                .bind("from", from)
                .mapTo(Long.class)
                .one());
    }

    private long drawnFrom(SubjectKind kind) {
        return count("select coalesce(sum(population), 0) from audit_draw where subject_kind = '" + kind.code() + "'");
    }

    @Test
    void a_aDayThatComesInPiecesTakesItsCapacityOnce() throws InterruptedException {
        bring("a-morning-", DAY, 60, 3);
        scored(SubjectKind.ORDER, DAY, NEXT);
        assertThat(flags(SubjectKind.ORDER, "model", DAY)).as("a tenth of 60").isEqualTo(6);
        bring("a-evening-", DAY.plus(Duration.ofHours(12)), 60, 3);
        scored(SubjectKind.ORDER, DAY, NEXT);
        assertThat(flags(SubjectKind.ORDER, "model", DAY))
                .as("eight a day, a tenth of 120 being more")
                .isEqualTo(8);
    }

    @Test
    void b_anotherModelDoesNotDrawFromTheSameOrdersAgain() throws InterruptedException {
        assertThat(drawnFrom(SubjectKind.ORDER)).isEqualTo(120);
        assertThat(flags(SubjectKind.ORDER, "audit_sample", DAY))
                .as("two a day, and one of those who came later")
                .isEqualTo(3);
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-next", 2, "amount", 900);
        champions.lookAgain();
        scored(SubjectKind.ORDER, DAY, NEXT);
        assertThat(count("select count(*) from score where model_version = 'order-next'"))
                .isEqualTo(120);
        assertThat(drawnFrom(SubjectKind.ORDER)).isEqualTo(120);
        assertThat(flags(SubjectKind.ORDER, "model", DAY)).isEqualTo(8);
        assertThat(count("""
                        select count(*) from flag f join audit_draw d on d.subject_kind = f.subject_kind and d.stratum = f.stratum
                        where f.origin = 'audit_sample' and f.subject_kind = 'order'
                          and f.inclusion_probability = d.sample_size / d.population::double precision""")).isEqualTo(3);
    }

    @Test
    void c_sellersOfAnUnfinishedDayAreDrawnFromOnceItIsOver() throws InterruptedException {
        Instant day = NEXT.plus(Duration.ofDays(2));
        bring("c-early-", day, 20, 5);
        scored(SubjectKind.SELLER, day, day.plus(Duration.ofHours(1)));
        bring("c-later-", day.plus(Duration.ofHours(2)), 20, 7);
        scored(SubjectKind.SELLER, day, day.plus(Duration.ofHours(3)));
        assertThat(count("select count(*) from score where subject_kind = 'seller'"))
                .as("each time as of another instant")
                .isEqualTo(12);
        assertThat(drawnFrom(SubjectKind.SELLER)).isZero();
        closeLiveDay.close(Actor.SYSTEM);
        closeLiveDay.close(Actor.SYSTEM);
        assertThat(drawnFrom(SubjectKind.SELLER)).as("every seller once").isEqualTo(7);
        assertThat(flags(SubjectKind.SELLER, "audit_sample", day)).isEqualTo(2);
        assertThat(count("""
                        select count(*) from flag where subject_kind = 'seller' and origin = 'audit_sample'
                          and inclusion_probability = 2 / 7.0::double precision and score is not null""")).isEqualTo(2);
    }

    @Test
    void d_anOldOrderInTheSameRequestDoesNotKeepASellerUnflagged() {
        jdbi.useHandle(handle -> handle.execute("""
                insert into flag_policy (subject_kind, version, capacity_per_day, audit_share, audit_minimum_per_day, threshold,
                  changed_by, changed_at)
                values ('seller', 3, 8, 0, 2, 0, '%s', now())""".formatted(Actor.SYSTEM_ID)));
        bring("d-known-", DAY.minus(Duration.ofDays(30)), 2, 2);
        Instant first = DAY.minus(Duration.ofDays(20));
        scoreOrders.score(Actor.SYSTEM, List.of(order("d-1", first, "ds0")));
        assertThat(count("select count(*) from flag where subject_id = 'ds0'")).isEqualTo(1);
        scoreOrders.score(
                Actor.SYSTEM,
                List.of(order("d-2", DAY, "ds0"), order("d-old", first.minus(Duration.ofDays(5)), "ds1")));
        assertThat(count("select count(*) from flag where subject_id = 'ds0'"))
                .as("twenty days after the first")
                .isEqualTo(2);
        scoreOrders.score(Actor.SYSTEM, List.of(order("d-3", DAY.plus(Duration.ofDays(1)), "ds0")));
        assertThat(count("select count(*) from flag where subject_id = 'ds0'"))
                .as("a day later not again")
                .isEqualTo(2);
    }
}
