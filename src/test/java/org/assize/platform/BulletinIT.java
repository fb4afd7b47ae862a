package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database. */
@QuarkusTest
class BulletinIT {

    private static final String TOPIC = "test";

    @Inject
    Bulletin here;

    @Inject
    Jdbi jdbi;

    @Inject
    TransactionSynchronizationRegistry transaction;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private Bulletin there;

    @BeforeEach
    void aSecondNodeStarts() throws InterruptedException {
        there = new Bulletin(jdbi, transaction, url, user, password);
        there.start(new StartupEvent());
        // of a topic of its own: what is still on its way is not told to the ears of a test
        Change sign = new Change("listening", "there");
        try (Ear ear = new Ear(there, Duration.ZERO, sign::equals)) {
            await(() -> {
                here.post(sign);
                return ear.heard(sign);
            });
        }
    }

    @AfterEach
    void itStops() {
        there.stop(new ShutdownEvent());
    }

    private static final class Ear implements AutoCloseable {
        final List<Set<Change>> told = new CopyOnWriteArrayList<>();
        private final Bulletin.Registration registration;

        Ear(Bulletin bulletin, Duration pace) {
            this(bulletin, pace, change -> change.topic().equals(TOPIC));
        }

        Ear(Bulletin bulletin, Duration pace, Predicate<Change> wanted) {
            registration = bulletin.subscribe(wanted, pace, told::add);
        }

        boolean heard(Change change) {
            return told.stream().anyMatch(changes -> changes.contains(change));
        }

        @Override
        public void close() {
            registration.close();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time to wait").isLessThan(until);
            Thread.sleep(10);
        }
    }

    private static Change change(Object key) {
        return new Change(TOPIC, key.toString());
    }

    @Test
    void whatIsCommittedIsToldOnEveryNodeAndWhatIsRolledBackOnNone() throws InterruptedException {
        try (Ear near = new Ear(here, Duration.ZERO);
                Ear far = new Ear(there, Duration.ZERO)) {
            QuarkusTransaction.begin();
            here.post(change("undone"));
            QuarkusTransaction.rollback();
            QuarkusTransaction.requiringNew().run(() -> {
                here.post(change("done"));
                assertThat(near.told).isEmpty();
            });
            there.post(change("without-a-transaction"));

            for (Ear ear : List.of(near, far)) {
                await(() -> ear.heard(change("done")) && ear.heard(change("without-a-transaction")));
                assertThat(ear.heard(change("undone"))).isFalse();
            }
        }
    }

    @Test
    void aBurstIsToldAtItsPaceAndNothingOfItIsLost() throws InterruptedException {
        try (Ear ear = new Ear(here, Duration.ofMillis(400))) {
            for (int i = 0; i < 60; i++) {
                here.post(change(i));
                Thread.sleep(20);
            }
            await(() -> IntStream.range(0, 60).allMatch(i -> ear.heard(change(i))));
            assertThat(ear.told).hasSizeBetween(2, 8);
        }
    }

    @Test
    void moreThanAnybodyReadsIsToldAsAll() throws InterruptedException {
        try (Ear ear = new Ear(there, Duration.ZERO)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> here.post(IntStream.range(0, 5_000)
                            .mapToObj(BulletinIT::change)
                            .toList()));
            await(() -> ear.heard(change(Change.ANY)));
        }
    }

    @Test
    void aNodeThatWasCutOffListensAgainAndLooksAtEverything() throws InterruptedException {
        try (Ear ear = new Ear(there, Duration.ZERO, change -> change.isOf(TOPIC))) {
            jdbi.useHandle(
                    handle -> handle.createQuery("""
                            select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'assize bulletin'""").mapTo(Boolean.class).list());
            await(() -> ear.heard(Change.EVERYTHING));
            here.post(change("after"));
            await(() -> ear.heard(change("after")));
        }
    }

    @Test
    void whoHasLeftIsNotTold() throws InterruptedException {
        int before = here.subscriptions();
        Ear gone = new Ear(here, Duration.ZERO);
        gone.close();
        try (Ear ear = new Ear(here, Duration.ZERO)) {
            here.post(change("news"));
            await(() -> ear.heard(change("news")));
        }
        assertThat(gone.told).isEmpty();
        assertThat(here.subscriptions()).isEqualTo(before);
    }
}
