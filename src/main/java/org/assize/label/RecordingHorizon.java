package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.assize.platform.AssizeClock;
import org.jdbi.v3.core.Jdbi;

/**
 * Up to when everything that was recorded can be read. A label is stamped when its transaction begins and is seen when it
 * ends, which an import may take minutes for: until then, what was "recorded by" a recent instant would still grow.
 */
@ApplicationScoped
class RecordingHorizon {

    private final Jdbi jdbi;
    private final AssizeClock clock;

    RecordingHorizon(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Whether what was recorded by then is whole, and an export cut there the same for ever. */
    boolean hasPassed(Instant recordedBy) {
        long oldestWriter = jdbi.withHandle(
                handle -> handle.createQuery("""
                        -- every node works as the same role, so that each sees the others' transactions
                        select coalesce(extract(epoch from clock_timestamp() - min(xact_start)) * 1000000, 0)::bigint
                        from pg_stat_activity
                        where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
                        """).mapTo(Long.class).one());
        return recordedBy.isBefore(clock.now().minus(Duration.ofNanos(oldestWriter * 1_000)));
    }
}
