package org.assize.platform.rest;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much each sender may still send: a bucket that holds {@code burst} times the rate, is full at first and fills again at
 * the rate. What is kept of a sender is one instant, the one at which its bucket is full again (the virtual scheduling form
 * of the generic cell rate algorithm, ITU-T I.371). Instants are nanoseconds of a clock that only goes on.
 */
final class SendingRate {

    private final double nanosOfOne;
    private final double burst;
    private final Map<UUID, Double> fullAt = new ConcurrentHashMap<>();

    /** @param perSecond more than 0 */
    SendingRate(double perSecond, Duration burst) {
        this.nanosOfOne = 1e9 / perSecond;
        this.burst = Math.max(burst.toNanos(), nanosOfOne);
    }

    /** Takes one from the sender's bucket; or else says how long it is until there is one, and takes nothing. */
    Duration admit(UUID sender, long now) {
        double[] wait = new double[1];
        fullAt.compute(sender, (_, known) -> {
            double full = known == null ? now : Math.max(known, now);
            wait[0] = full + nanosOfOne - burst - now;
            return wait[0] > 0 ? full : full + nanosOfOne;
        });
        return wait[0] > 0 ? Duration.ofNanos((long) Math.ceil(wait[0])) : Duration.ZERO;
    }

    /** Takes so many more, whether or not they are there: what has been read is taken in, and what comes next waits for it. */
    void take(UUID sender, long more, long now) {
        fullAt.merge(sender, now + more * nanosOfOne, (known, _) -> Math.max(known, now) + more * nanosOfOne);
    }
}
