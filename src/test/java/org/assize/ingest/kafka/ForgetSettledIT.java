package org.assize.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.TestDatabase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was settled is forgotten after its time, and the trail says how much of it there was; what waits is not. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ForgetSettledIT {

    @Inject
    Jdbi jdbi;

    @Inject
    ForgetSettled forget;

    @Inject
    AssizeClock clock;

    @Test
    void settledMessagesGoAfterThirtyDaysAndVersionsAfterNinety() {
        Instant now = clock.now();
        letter("forget-taken", "TAKEN", now.minus(Duration.ofDays(31)));
        letter("forget-dropped", "DROPPED", now.minus(Duration.ofDays(40)));
        letter("forget-recent", "TAKEN", now.minus(Duration.ofDays(29)));
        letter("forget-waiting", "WAITING", null);
        jdbi.useHandle(handle -> {
            String version = "insert into feed_version (feed, record_id, version, taken_at) values ('orders', ?, 7, ?)";
            handle.execute(version, "forget-old", now.minus(Duration.ofDays(91)));
            handle.execute(version, "forget-young", now.minus(Duration.ofDays(89)));
        });
        long told = number("select count(*) from audit_event where kind = 'dead_letter.forgotten'");

        forget.forget(now);

        assertThat(texts("select value from dead_letter where value like 'forget-%' order by value"))
                .containsExactly("forget-recent", "forget-waiting");
        assertThat(texts("select record_id from feed_version where record_id like 'forget-%'"))
                .containsExactly("forget-young");
        assertThat(texts("select payload from audit_event where kind = 'dead_letter.forgotten' order by at"))
                .hasSize((int) told + 1)
                .last()
                .asString()
                .contains("\"messages\":2");

        forget.forget(now);
        assertThat(number("select count(*) from audit_event where kind = 'dead_letter.forgotten'"))
                .as("nothing went, nothing is told")
                .isEqualTo(told + 1);
    }

    private void letter(String value, String state, @Nullable Instant settledAt) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into dead_letter (id, feed, topic, topic_id, partition, message_offset, message, message_size, sent_at,
                          reason, arguments, value, attempts, state, failed_at, settled_by, settled_at)
                        values (:id, 'orders', 'assize.orders', :id, 0, 1, '\\x00', 1, :now, 'not_json', '{1}', :value, 1, :state, :now,
                          :actor, :settled)
                        """)
                .bind("id", UUID.randomUUID())
                .bind("now", clock.now().minus(Duration.ofDays(50)))
                .bind("value", value)
                .bind("state", state)
                .bind("actor", settledAt == null ? null : Actor.SYSTEM_ID)
                .bindByType("settled", settledAt, Instant.class)
                .execute());
    }

    private List<String> texts(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(String.class).list());
    }

    private long number(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }
}
