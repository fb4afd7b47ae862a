package org.assize.platform;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * New identifiers: UUIDv7 (RFC 9562), so that rows made together lie together in an index. Each is greater than those that this
 * process has made before. They name things and open none: nobody is let in because an id is known, so their random bits need
 * not come from where secrets come from, which is one after another.
 */
public final class Ids {

    private static final int COUNTED = 12;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** Milliseconds, and behind them a counter (RFC 9562, 6.2, method 1), which may run ahead of the clock. */
    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    public static UUID next() {
        long now = AssizeClock.machineMillis() << COUNTED;
        long place = LAST.updateAndGet(last -> Math.max(now, last + 1));
        return new UUID(
                place >>> COUNTED << 16 | VERSION | place & (1 << COUNTED) - 1,
                VARIANT | ThreadLocalRandom.current().nextLong() >>> 2);
    }
}
