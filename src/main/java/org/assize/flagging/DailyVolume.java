package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.assize.platform.AssizeClock;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** How many subjects of a kind come in on a day: the mean of the last seven days that had orders. Looked up every minute. */
@ApplicationScoped
class DailyVolume {

    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private record Counted(double perDay, Instant at) {}

    private final Jdbi jdbi;
    private final AssizeClock clock;
    private final Map<SubjectKind, Counted> counted = new EnumMap<>(SubjectKind.class);

    DailyVolume(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    synchronized double of(SubjectKind kind) {
        Instant now = clock.now();
        Counted last = counted.get(kind);
        if (last == null || last.at().plus(GOOD_FOR).isBefore(now) || last.at().isAfter(now)) {
            last = new Counted(count(kind), now);
            counted.put(kind, last);
        }
        return last.perDay();
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
