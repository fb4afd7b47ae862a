package org.assize.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * How much working time a case has left.
 *
 * @param left of working time; of what has passed since, negative, when it is late
 * @param dueAt when it is used up
 */
public record SlaLeft(Duration left, Instant dueAt, Standing standing) {

    /** The share of the SLA at which somebody should look up. */
    public static final double SOON_SHARE = 0.2;

    public enum Standing {
        ON_TIME,
        SOON,
        LATE
    }

    static SlaLeft of(Calendar calendar, Duration sla, Instant dueAt, Instant now) {
        Duration left = calendar.between(now, dueAt);
        if (!dueAt.isAfter(now)) {
            return new SlaLeft(left, dueAt, Standing.LATE);
        }
        boolean soon = left.compareTo(soon(sla)) <= 0;
        return new SlaLeft(left, dueAt, soon ? Standing.SOON : Standing.ON_TIME);
    }

    static Duration soon(Duration sla) {
        return Duration.ofMillis(Math.round(sla.toMillis() * SOON_SHARE));
    }
}
