package org.assize.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assize.TestDatabase;
import org.assize.platform.Ids;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.scoring.ScoreHistory;
import org.assize.security.Actor;
import org.assize.subject.OrdersKept;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was kept gets its score, whatever happened in between. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(KeepScoredIT.Profile.class)
class KeepScoredIT {

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("assize.training.first-model-from", "1000000");
        }
    }

    private static final Instant DAY = Instant.parse("2026-05-20T00:00:00Z");
    private static final UUID ANOTHER = Ids.next();

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    KeepScored keepScored;

    @Inject
    ScoreHistory scoreHistory;

    @Inject
    Event<OrdersKept> kept;

    @BeforeEach
    void aModel() {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-by-hand", 1, "amount", 500);
        champions.lookAgain();
    }

    /** As an import does batch by batch; the one that breaks off never tells that it has ended. */
    private void keep(String prefix, Instant from) {
        QuarkusTransaction.requiringNew().run(() -> {
            jdbi.useHandle(handle -> {
                handle.execute("""
                        insert into seller (seller_id, registered_at, content_hash, recorded_at)
                        values ('s', '2025-01-01T00:00:00Z', '\\x00', now()) on conflict do nothing""");
                var orders = handle.prepareBatch("""
                        insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, content_hash, recorded_at)
                        values (:id, :at, 's', 'b', 1000, 'EUR', '\\x00', now())""");
                for (int i = 0; i < 10; i++) {
                    orders.bind("id", prefix + i)
                            .bind("at", from.plus(Duration.ofMinutes(i)))
                            .add();
                }
                orders.execute();
            });
            kept.fire(new OrdersKept(from));
        });
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private void awaitScored(int orders) throws InterruptedException {
        keepScored.everyFiveMinutes();
        for (int i = 0; i < 300; i++) {
            if (count("select count(distinct subject_id) from score where subject_kind = 'order'") == orders
                    && keepScored.quiet()
                    && count("select count(*) from scoring_run where state in ('WAITING', 'RUNNING') and node <> '"
                                    + ANOTHER + "'")
                            == 0) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(count("select count(distinct subject_id) from score where subject_kind = 'order'"))
                .isEqualTo(orders);
    }

    private UUID runElsewhere(String state, Instant from, Instant until) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into scoring_run (id, subject_kind, placed_from, placed_until, model_version, state, requested_by,
                          created_at, node, touched_at)
                        values (:id, 'order', :from, :until, 'order-by-hand', :state, :by, now(), :node, now())""")
                .bind("id", id)
                .bind("from", from)
                .bind("until", until)
                .bind("state", state)
                .bind("by", Actor.SYSTEM_ID)
                .bind("node", ANOTHER)
                .execute());
        return id;
    }

    @Test
    void ordersOfAnImportThatBrokeOffAndOfARunThatDiedAreScored() throws InterruptedException {
        keep("a", DAY);
        awaitScored(10);
        assertThat(count("select count(*) from scoring_due where subject_kind = 'order' and run_id is null"))
                .isZero();
        keep("b", DAY.plus(Duration.ofHours(1)));
        UUID died = runElsewhere("INTERRUPTED", DAY, DAY.plus(Duration.ofHours(2)));
        jdbi.useHandle(handle -> handle.execute(
                "update scoring_due set run_id = ? where subject_kind = 'order' and run_id is null", died));
        awaitScored(20);
        keepScored.everyFiveMinutes();
        awaitScored(20);
        assertThat(count("select count(*) from scoring_due where subject_kind = 'order'"))
                .as("nothing is due any more")
                .isZero();
    }

    @Test
    void aRunThatHasBegunIsNoAnswerToWhoeverAsksAnew() {
        Instant from = DAY.minus(Duration.ofDays(40));
        UUID begun = runElsewhere("RUNNING", from, from.plusSeconds(60));
        assertThat(scoreHistory.request(Actor.SYSTEM, SubjectKind.ORDER, from, from.plusSeconds(60)))
                .isNotEqualTo(begun);
        UUID waits = runElsewhere("WAITING", from, from.plusSeconds(120));
        assertThat(scoreHistory.request(Actor.SYSTEM, SubjectKind.ORDER, from, from.plusSeconds(120)))
                .isEqualTo(waits);
    }
}
