package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.Renewals;
import org.assize.platform.Renewed;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in each queue, and for how long. Counts stop at {@link #CAP}: a person needs no more, and a million cost.
 * They are kept for a while that grows with what they cost, and nobody is given one that is older than {@link #OLDEST}: on a
 * small installation they are as good as of now, and on a large one a home page that everybody watches neither waits nor
 * becomes the database's main work.
 */
@ApplicationScoped
public class QueueBacklog {

    public static final int CAP = 1000;

    public static final Duration OLDEST = Duration.ofSeconds(4);

    /**
     * Counting may take a twentieth of the time. What costs a millisecond is a fifth of a second old at most; where it costs five,
     * pages that look once a second never wait.
     */
    private static final Renewed.Age AGE = new Renewed.Age(20, Duration.ofSeconds(3), 10, OLDEST);

    /** Told of when a count that somebody was given reads differently by now. */
    static final String TOPIC = "backlog";

    private final Jdbi jdbi;
    private final SlaClock slaClock;
    private final AssizeClock clock;
    private final Renewed<List<Shared>> shared;

    QueueBacklog(Jdbi jdbi, SlaClock slaClock, AssizeClock clock, Renewals renewals, Bulletin bulletin) {
        this.jdbi = jdbi;
        this.slaClock = slaClock;
        this.clock = clock;
        shared = renewals.of(AGE, this::count, () -> bulletin.post(new Change(TOPIC, Change.ANY)));
    }

    /** Whether the backlog may read differently: cases do, or a page was given a count that has been made anew since. */
    public static boolean tells(Change change) {
        return AuditTrail.tellsOfCases(change) || change.isOf(TOPIC);
    }

    /**
     * One queue.
     *
     * @param open cases that are not closed, at most {@link #CAP}; those judged with a ring count as the one that leads it
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
            int soon,
            boolean soonIsCapped,
            int mine,
            int mineToday) {}

    private record Shared(
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
            int soon,
            boolean soonIsCapped) {}

    /** What one person alone does is always read afresh. */
    private record Own(int mine, int mineToday) {}

    /** In the queues' order. {@code dayStart} is the actor's own midnight. */
    public List<Line> read(Actor actor, Instant dayStart) {
        actor.require(Permission.READ_CASES);
        Map<String, Own> own = own(actor.id(), dayStart);
        return shared.get().stream()
                .map(queue -> {
                    Own its = own.getOrDefault(queue.key(), new Own(0, 0));
                    return new Line(
                            queue.key(),
                            queue.name(),
                            queue.open(),
                            queue.openIsCapped(),
                            queue.waiting(),
                            queue.waitingIsCapped(),
                            queue.claimed(),
                            queue.oldestOpenedAt(),
                            queue.breached(),
                            queue.breachedIsCapped(),
                            queue.soon(),
                            queue.soonIsCapped(),
                            its.mine(),
                            its.mineToday());
                })
                .toList();
    }

    private List<Shared> count() {
        Instant now = clock.now();
        Map<String, Instant> soonUntil = slaClock.soonUntil(now);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with claims as (
                          -- as many as there are people at work; bounded for the day when it is more
                          select queue_key, count(*) as held
                          from (select queue_key from fraud_case where state = 'CLAIMED' limit 20000) c
                          group by queue_key
                        )
                        select q.key, q.name, coalesce(claims.held, 0) as claimed, waiting.seen as waiting,
                               -- what waits is open: where that is beyond the cap, the other count tells nothing more
                               case when waiting.seen > <cap> then waiting.seen else (select count(*) from (
                                 select from fraud_case c where c.queue_key = q.key and c.state <> 'CLOSED' and c.state <> 'IN_RING'
                                 limit <cap> + 1) x) end as open,
                               (select c.opened_at from fraud_case c
                                where c.queue_key = q.key and c.state <> 'CLOSED' and c.state <> 'IN_RING'
                                order by c.opened_at, c.id limit 1) as oldest_opened_at,
                               breached.seen as breached, soon.seen as soon
                        from queue q
                        left join unnest(:key::text[], :until::timestamptz[]) as nearly (key, until) on nearly.key = q.key
                        left join claims on claims.queue_key = q.key
                        -- each count walks at most cap + 1 entries of the partial index made for it, and no rows of cases
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state = 'WAITING' limit <cap> + 1) x) waiting
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state <> 'CLOSED' and c.state <> 'IN_RING'
                            and c.due_at < :now
                          limit <cap> + 1) x) breached
                        cross join lateral (select count(*) as seen from (
                          select from fraud_case c where c.queue_key = q.key and c.state <> 'CLOSED' and c.state <> 'IN_RING'
                            and c.due_at >= :now and c.due_at <= nearly.until
                          limit <cap> + 1) x) soon
                        order by q.position, q.key""")
                .define("cap", CAP)
                .bind("now", now)
                .bindArray("key", String.class, List.copyOf(soonUntil.keySet()))
                .bindArray("until", Instant.class, List.copyOf(soonUntil.values()))
                .map((row, context) -> {
                    OffsetDateTime oldest = row.getObject("oldest_opened_at", OffsetDateTime.class);
                    int open = row.getInt("open");
                    int waiting = row.getInt("waiting");
                    int breached = row.getInt("breached");
                    int soon = row.getInt("soon");
                    return new Shared(
                            row.getString("key"),
                            row.getString("name"),
                            Math.min(open, CAP),
                            open > CAP,
                            Math.min(waiting, CAP),
                            waiting > CAP,
                            row.getInt("claimed"),
                            oldest == null ? null : oldest.toInstant(),
                            Math.min(breached, CAP),
                            breached > CAP,
                            Math.min(soon, CAP),
                            soon > CAP);
                })
                .list());
    }

    private Map<String, Own> own(UUID me, Instant dayStart) {
        Map<String, Own> own = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select queue_key, count(*) filter (where held) as mine, count(*) filter (where not held) as mine_today
                        from (
                          select c.queue_key, true as held from fraud_case c where c.claimed_by = :me
                          union all
                          select c.queue_key, false
                          from fraud_case c join """ + MyWork.OWN_WORD + """
                        ) act
                        group by queue_key""")
                .bind("me", me)
                .bind("dayStart", dayStart)
                .map((row, context) ->
                        own.put(row.getString("queue_key"), new Own(row.getInt("mine"), row.getInt("mine_today"))))
                .list());
        return own;
    }

    /** For tests, which look sooner than people do. */
    void forget() {
        shared.forget();
    }
}
