package org.assize.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one clock. Instants are UTC and cut to microseconds, which is what PostgreSQL keeps. */
@ApplicationScoped
public class AssizeClock {
    private volatile Clock clock = Clock.systemUTC();

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Milliseconds of the machine, wherever the clock stands: for {@link Ids}, which are made in the order of the world. */
    static long machineMillis() {
        return System.currentTimeMillis();
    }

    /** Goes on from this instant until it is moved again or set free: how the demo lives through its past. */
    public void moveTo(Instant instant) {
        Clock now = Clock.systemUTC();
        clock = Clock.offset(now, Duration.between(now.instant(), instant));
    }

    public void setFree() {
        clock = Clock.systemUTC();
    }

    /** For tests that need to be at a certain time; the product never calls it. */
    void set(Clock other) {
        clock = other;
    }
}
