package org.assize.feature;

import java.time.Duration;
import java.time.Instant;

/** Instants and durations as whole microseconds, the resolution at which Assize keeps time. */
final class Micros {

    static final double PER_HOUR = 3_600e6;
    static final double PER_DAY = 24 * PER_HOUR;

    private Micros() {}

    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }
}
