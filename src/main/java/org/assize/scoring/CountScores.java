package org.assize.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts the scores of the last 30 days by model, day and step of their log odds, each score once: what came since the last
 * time is read, and nothing else. One node at a time, in small transactions.
 */
@ApplicationScoped
class CountScores {

    private static final int AT_ONCE = 50_000;

    /** What was begun so long ago has ended: ids are given out at the beginning, and seen from the end on. */
    private static final Duration ENDED = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final AssizeClock clock;

    CountScores(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyMinute() {
        count(clock.now().minus(ENDED));
    }

    /** Counts what was scored before {@code until}. */
    void count(Instant until) {
        while (QuarkusTransaction.requiringNew().call(() -> jdbi.withHandle(handle -> countSome(handle, until)))) {
            // another piece
        }
    }

    /** @return whether there may be more */
    private static boolean countSome(Handle handle, Instant until) {
        if (!OneNode.takes(handle, "assize.scoring.count")) {
            return false;
        }
        int read = handle.createQuery("""
                        with fresh as materialized (
                          select id, model_version, as_of, scored_at, score from score
                          where id > (select counted_to from score_tally_mark) and scored_at < :until
                          order by id limit :most),
                        counted as (
                          insert into score_tally as t (model_version, day, step, scores)
                          select model_version, (as_of at time zone 'UTC')::date, <step>, count(*) from fresh
                          -- an order that says it was placed in ten years would make all others old
                          where as_of < scored_at + interval '1 day'
                          group by 1, 2, 3
                          on conflict (model_version, day, step) do update set scores = t.scores + excluded.scores),
                        moved as (
                          update score_tally_mark set counted_to = (select max(id) from fresh) where exists (select from fresh))
                        select count(*)::integer from fresh
                        """)
                .define("step", RecentScores.STEP)
                .bind("until", until)
                .bind("most", AT_ONCE)
                .mapTo(Integer.class)
                .one();
        if (read < AT_ONCE) {
            handle.execute("""
                    delete from score_tally t
                    using (
                      -- the models are few and the tally is long: the last day of each is the end of its index range
                      select v.version as model_version, (
                        select day from score_tally m where m.model_version = v.version order by day desc limit 1) as last
                      from model_version v
                    ) m
                    where t.model_version = m.model_version and t.day <= m.last - ?""", RecentScores.DAYS);
        }
        return read == AT_ONCE;
    }
}
