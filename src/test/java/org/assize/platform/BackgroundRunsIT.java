package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assize.TestDatabase;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that starts, or one that looks on, ends nothing that another node is at. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BackgroundRunsIT {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Inject
    Jdbi jdbi;

    @Inject
    Node node;

    @Inject
    AssizeClock clock;

    @ParameterizedTest
    @ValueSource(strings = {"scoring_run", "training_run"})
    void onlyOwnAndForsakenWorkIsEnded(String table) {
        var runs = new BackgroundRuns(jdbi, table, node);
        Instant now = clock.now();
        UUID another = Ids.next();
        UUID theirs = add(table, another, now);
        UUID forsaken = add(table, another, now.minus(LONG));
        UUID own = add(table, node.id(), now.minus(LONG));
        runs.watch(now);
        assertThat(state(table, theirs)).isEqualTo("RUNNING");
        assertThat(state(table, forsaken)).isEqualTo("INTERRUPTED");
        assertThat(state(table, own))
                .as("untouched while the database was away")
                .isEqualTo("RUNNING");
        assertThat(runs.askToCancel(own)).isTrue();
        assertThat(runs.cancelRequested(own)).isTrue();
        runs.interruptOwn(now);
        assertThat(state(table, theirs)).isEqualTo("RUNNING");
        assertThat(state(table, own)).isEqualTo("INTERRUPTED");
        assertThat(runs.askToCancel(own)).isFalse();
    }

    private UUID add(String table, UUID its, Instant touchedAt) {
        UUID id = Ids.next();
        boolean scoring = table.equals("scoring_run");
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into <table> (id, subject_kind, <more>, state, requested_by, created_at, node, touched_at)
                        values (:id, 'order', <values>, 'RUNNING', :by, :at, :node, :at)""")
                .define("table", table)
                .define("more", scoring ? "placed_from, placed_until" : "algorithm, options, seed")
                .define("values", scoring ? ":at - interval '1 day', :at" : "'forest', '{}', 1")
                .bind("id", id)
                .bind("by", Actor.SYSTEM_ID)
                .bind("at", touchedAt)
                .bind("node", its)
                .execute());
        return id;
    }

    private String state(String table, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select state from <table> where id = :id")
                .define("table", table)
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }
}
