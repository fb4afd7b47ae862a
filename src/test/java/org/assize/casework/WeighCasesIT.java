package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assize.TestDatabase;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.Money;
import org.assize.scoring.Champions;
import org.assize.scoring.Link;
import org.assize.scoring.ModelByHand;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a retired model flagged does not stand before what its successor is sure of. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WeighCasesIT {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    /** The priority that each case got when it was raised, before anybody else could see and weigh it. */
    private final Map<UUID, Double> raised = new HashMap<>();

    @Inject
    Jdbi jdbi;

    @Inject
    Casebook book;

    @Inject
    Champions champions;

    @Inject
    WeighCases weighCases;

    @Test
    void theBacklogOfARetiredModelIsPutInOrderAnew() {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "weigh-unusual", 91, Link.PATH_LENGTH, "amount", 500);
        champions.lookAgain();
        UUID unusual = flagged("weigh-unusual", 0.72, 1.0, NOW.minus(Duration.ofDays(9)));
        UUID referred = flagged("weigh-unusual", 0.72, 1.0, NOW.minus(Duration.ofDays(3)));
        book.raise(flag(subject(referred), null, null, null, NOW));
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "weigh-likely", 92, "amount", 500);
        champions.lookAgain();
        UUID likely = flagged("weigh-likely", 0.4, 0.95, NOW);
        assertThat(raised.get(unusual)).as("it is days late").isGreaterThan(raised.get(likely));

        assertThat(weighCases.weigh(SubjectKind.ORDER)).isEqualTo(2);

        assertThat(order()).as("somebody had a reason to refer one of them").containsExactly(referred, likely, unusual);
        assertThat(weighCases.weigh(SubjectKind.SELLER)).isZero();

        UUID monthLater = flagged("weigh-likely", 0.4, 0.95, NOW.plus(Duration.ofDays(40)));
        assertThat(order()).as("nothing waits for ever").endsWith(monthLater);
    }

    @Test
    void weighingLocksCasesInTheOrderInWhichFlagsDo() throws Exception {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "weigh-order", 90, Link.PATH_LENGTH, "amount", 500);
        champions.lookAgain();
        String own = "-" + UUID.randomUUID();
        // the later subject has the earlier case
        UUID second = book.raise(flag(SubjectRef.order("b" + own), "weigh-order", 0.72, 1.0, NOW));
        SubjectRef first = SubjectRef.order("a" + own);
        book.raise(flag(first, "weigh-order", 0.72, 1.0, NOW));
        try (var thread = Executors.newSingleThreadExecutor()) {
            List<Future<Integer>> weighed = new ArrayList<>();
            book.raise(flag(first, null, null, null, NOW), () -> {
                weighed.add(thread.submit(() -> weighCases.weigh(SubjectKind.ORDER)));
                awaitSomebodyWaiting();
                jdbi.useHandle(handle -> handle.createQuery("select id from fraud_case where id = ? for no key update")
                        .bind(0, second)
                        .mapTo(UUID.class)
                        .one());
            });
            assertThat(weighed.getFirst().get()).isGreaterThanOrEqualTo(2);
        }
        // the other test looks at what is open
        jdbi.useHandle(handle -> handle.execute(
                "update fraud_case set state = 'CLOSED', closed_at = now() where subject_id in (?, ?)",
                "a" + own,
                "b" + own));
    }

    private static void awaitSomebodyWaiting() {
        Casebook.asOwner(handle -> {
            while (handle.createQuery("select count(*) from pg_locks where not granted")
                            .mapTo(Integer.class)
                            .one()
                    == 0) {
                Thread.onSpinWait();
            }
        });
    }

    private UUID flagged(String version, double score, double percentile, Instant at) {
        SubjectRef subject = Casebook.order();
        return book.raise(
                flag(subject, version, score, percentile, at),
                () -> jdbi.useHandle(handle -> handle.createQuery(
                                "select id, priority from fraud_case where subject_id = :subject")
                        .bind("subject", subject.id())
                        .map((row, context) -> raised.put(row.getObject("id", UUID.class), row.getDouble("priority")))
                        .list()));
    }

    private SubjectRef subject(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select subject_id from fraud_case where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .map(SubjectRef::order)
                .one());
    }

    /** Of the cases of this test. */
    private List<UUID> order() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from fraud_case where id = any (:ids) order by priority desc, opened_at, number")
                .bindArray("ids", UUID.class, raised.keySet().toArray())
                .mapTo(UUID.class)
                .list());
    }

    private static SubjectFlagged flag(
            SubjectRef subject,
            @Nullable String version,
            @Nullable Double score,
            @Nullable Double percentile,
            Instant at) {
        return new SubjectFlagged(
                subject,
                version == null ? FlagOrigin.REFERRAL : FlagOrigin.MODEL,
                at,
                null,
                score,
                percentile,
                version,
                "[]",
                1,
                null,
                null,
                null,
                null,
                "DE",
                new Money(10_000, "EUR"),
                Actor.SYSTEM,
                at);
    }
}
