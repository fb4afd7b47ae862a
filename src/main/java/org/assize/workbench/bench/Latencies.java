package org.assize.workbench.bench;

import java.util.Arrays;

/** Many threads' waiting times in nanoseconds, all of them kept, so that a percentile is one of them and no estimate. */
final class Latencies {

    private long[] nanos = new long[1 << 10];
    private int count;

    synchronized void add(long one) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = one;
    }

    synchronized int count() {
        return count;
    }

    synchronized long[] all() {
        return Arrays.copyOf(nanos, count);
    }

    /** @return milliseconds, by the nearest rank; NaN without any */
    synchronized double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.clamp(rank - 1L, 0, count - 1)] / 1e6;
    }
}
