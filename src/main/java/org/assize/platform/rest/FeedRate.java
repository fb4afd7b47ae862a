package org.assize.platform.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How fast one token may send records on the routes that are {@link Metered}. Each request counts as one, and each line of
 * NDJSON as one more. Each node counts for itself: two nodes take twice the rate.
 */
@ApplicationScoped
public class FeedRate {

    private final @Nullable SendingRate rate;

    FeedRate(FeedRateConfig config) {
        this.rate = config.rate() > 0 ? new SendingRate(config.rate(), config.burst()) : null;
    }

    /** How long a sender must wait before a request is let in; zero for one that is, and is counted. */
    Duration admit(UUID sender) {
        return rate == null ? Duration.ZERO : rate.admit(sender, System.nanoTime());
    }

    /** Counts the lines of a request that was let in; they are taken, and what this token sends next waits for them. */
    public void count(UUID sender, int lines) {
        if (rate != null) {
            rate.take(sender, lines, System.nanoTime());
        }
    }
}
