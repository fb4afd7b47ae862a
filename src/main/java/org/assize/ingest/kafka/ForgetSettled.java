package org.assize.ingest.kafka;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.assize.platform.kafka.KafkaConfig;
import org.assize.security.Actor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets messages that were set aside and taken or dropped since, which hold what was sent of people, and the numbers of versions
 * that nobody has sent for long. What waits is never forgotten. The trail keeps how many went.
 */
@ApplicationScoped
class ForgetSettled {

    private static final int AT_ONCE = 5_000;

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final KafkaConfig config;
    private final AssizeClock clock;

    ForgetSettled(Jdbi jdbi, AuditTrail trail, KafkaConfig config, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "7m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyHour() {
        forget(clock.now());
    }

    void forget(Instant now) {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(() -> jdbi.withHandle(handle -> forgetSome(handle, now)));
        }
    }

    /** @return whether there may be more */
    private boolean forgetSome(Handle handle, Instant now) {
        if (!OneNode.takes(handle, "assize.ingest.forget")) {
            return false;
        }
        Instant settled = now.minus(config.keepSettled());
        int letters = forget(handle, "dead_letter", "id", "settled_at", settled);
        if (letters > 0) {
            trail.ofArea(
                    Area.FEEDS,
                    "dead_letter.forgotten",
                    Actor.SYSTEM,
                    now,
                    Map.of("messages", letters, "settledBefore", settled.toString()));
        }
        int versions = forget(handle, "feed_version", "feed, record_id", "taken_at", now.minus(config.keepVersions()));
        return letters == AT_ONCE || versions == AT_ONCE;
    }

    private static int forget(Handle handle, String table, String key, String at, Instant before) {
        return handle.createUpdate("""
                        delete from <table> where (<key>) in (select <key> from <table> where <at> < :before order by <at> limit :most)
                        """)
                .define("table", table)
                .define("key", key)
                .define("at", at)
                .bind("before", before)
                .bind("most", AT_ONCE)
                .execute();
    }
}
