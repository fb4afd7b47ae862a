package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** How much waits in each queue, and for how long. Counts stop at {@link #CAP}: a person needs no more, and a million cost. */
@ApplicationScoped
public class QueueBacklog {

    public static final int CAP = 1000;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    QueueBacklog(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One queue.
     *
     * @param open cases that are not closed, at most {@link #CAP}
     * @param waiting those of them that may be claimed
     * @param breached those of them whose due time has passed
     * @param mine cases that the actor holds
     * @param mineToday verdicts that the actor has reached since {@code dayStart}
     */
    public record Line(
            String key,
            String name,
            int open,
            boolean openIsCapped,
            int waiting,
            boolean waitingIsCapped,
            int claimed,
            @Nullable Instant oldestOpenedAt,
            int breached,
            boolean breachedIsCapped,
            int mine,
            int mineToday) {}

    /** In the queues' order. {@code dayStart} is the actor's own midnight. */
    public List<Line> read(Actor actor, Instant dayStart) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with claims as (
                          -- as many as there are people at work; bounded in case it is a load test
                          select queue_key, count(*) as held, count(*) filter (where claimed_by = :me) as mine
                          from (select queue_key, claimed_by from fraud_case where state = 'CLAIMED' limit 20000) c
                          group by queue_key
                        ), decided as (
                          select c.queue_key, count(*) as today
                          from verdict v join fraud_case c on c.id = v.case_id
                          where v.reached_by = :me and v.reached_at >= :dayStart
                          group by c.queue_key
                        )
                        select q.key, q.name,
                               least(open.seen, :cap) as open, open.seen > :cap as open_is_capped,
                               least(waiting.seen, :cap) as waiting, waiting.seen > :cap as waiting_is_capped,
                               coalesce(claims.held, 0) as claimed,
                               (select c.opened_at from fraud_case c
                                where c.queue_key = q.key and c.state <> 'CLOSED'
                                order by c.opened_at, c.id limit 1) as oldest_opened_at,
                               least(breached.seen, :cap) as breached, breached.seen > :cap as breached_is_capped,
                               coalesce(claims.mine, 0) as mine, coalesce(decided.today, 0) as mine_today
                        from queue q
                        left join claims on claims.queue_key = q.key
                        left join decided on decided.queue_key = q.key
                        -- each count walks at most cap + 1 entries of the partial index made for it
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state <> 'CLOSED' limit :cap + 1) x) open
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state = 'WAITING' limit :cap + 1) x) waiting
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state <> 'CLOSED' and c.due_at < :now
                          limit :cap + 1) x) breached
                        order by q.position, q.key""")
                .bind("me", actor.id())
                .bind("dayStart", dayStart)
                .bind("now", clock.now())
                .bind("cap", CAP)
                .map(ConstructorMapper.of(Line.class))
                .list());
    }
}
