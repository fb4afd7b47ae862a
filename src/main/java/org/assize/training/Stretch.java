package org.assize.training;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of history and what is known of it.
 *
 * @param from the first instant in it
 * @param until the first instant after it
 * @param knownAt labels known then count, later ones do not
 * @param delay how long truth takes to arrive: silence about something younger than that, at {@code knownAt}, says nothing;
 *     silence about something older says "legitimate"
 */
record Stretch(Instant from, Instant until, Instant knownAt, Duration delay) {

    Stretch {
        if (!from.isBefore(until) || delay.isNegative()) {
            throw new IllegalArgumentException("no stretch from " + from + " until " + until + ", delay " + delay);
        }
    }

    boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    boolean silenceSpeaksOf(Instant at) {
        return !at.plus(delay).isAfter(knownAt);
    }
}
