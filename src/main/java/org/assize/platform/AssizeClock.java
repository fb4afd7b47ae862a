package org.assize.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one clock. Instants are UTC and cut to microseconds, which is what PostgreSQL keeps. */
@ApplicationScoped
public class AssizeClock {
    private volatile Clock clock = Clock.systemUTC();

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** For tests that need to be at a certain time; the product never calls it. */
    void set(Clock other) {
        clock = other;
    }
}
