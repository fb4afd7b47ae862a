package org.assize.flagging;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.assize.platform.AssizeClock;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * How many subjects of a kind come in on a day: the mean of the last seven days that had orders. Counted every minute beside
 * those who ask, since a week may be millions of orders; who asks first, or after a quarter of an hour in which nobody counted,
 * waits for it.
 */
@ApplicationScoped
class DailyVolume {

    private static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private record Counted(double perDay, Instant at) {}

    private final Jdbi jdbi;
    private final AssizeClock clock;
    private final Map<SubjectKind, Counted> counted = new EnumMap<>(SubjectKind.class);
    private final Set<SubjectKind> asked = EnumSet.noneOf(SubjectKind.class);

    DailyVolume(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    synchronized double of(SubjectKind kind) {
        asked.add(kind);
        Instant now = clock.now();
        Counted last = counted.get(kind);
        if (last == null || last.at().plus(GOOD_FOR).isBefore(now) || last.at().isAfter(now)) {
            last = new Counted(count(kind), now);
            counted.put(kind, last);
        }
        return last.perDay();
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyMinute() {
        for (SubjectKind kind : takeAsked()) {
            Instant now = clock.now();
            keep(kind, new Counted(count(kind), now));
        }
    }

    private synchronized Set<SubjectKind> takeAsked() {
        Set<SubjectKind> taken = EnumSet.copyOf(asked);
        asked.clear();
        return taken;
    }

    private synchronized void keep(SubjectKind kind, Counted fresh) {
        counted.put(kind, fresh);
    }

    private double count(SubjectKind kind) {
        String counting = kind == SubjectKind.ORDER
                ? "count(*)"
                : "count(distinct (seller_id, date_trunc('day', placed_at, 'UTC')))";
        return jdbi.withHandle(handle -> handle.createQuery(
                        // counted from the newest order back and not from today, so that a history that ended long ago
                        // has a volume
                        """
                        select <counting> / 7.0 from orders
                        where placed_at > (select max(placed_at) - interval '7 days' from orders)
                        """)
                .define("counting", counting)
                .mapTo(Double.class)
                .one());
    }
}
