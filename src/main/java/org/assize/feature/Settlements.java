package org.assize.feature;

import java.util.Arrays;

/** How each seller's orders went that were delivered or settled in the last 30 days: a row of counts per seller, as in a ledger. */
final class Settlements {

    static final int SETTLED = 0;
    static final int DELIVERED = 1;
    static final int LATE = 2;
    static final int UNDELIVERED = 3;
    static final int TOLD = 4;
    static final int CANCELLED = 5;
    static final int REFUNDED = 6;
    static final int REVIEWS = 7;
    static final int STARS = 8;
    static final int LOW = 9;
    private static final int FIRST = 10;
    private static final int FIRST_AT = 11;
    private static final int LAST = 12;
    private static final int STRIDE = 13;
    private static final int NONE = OrderLog.NONE;
    private static final int OF_DELIVERY = OrderLog.DELIVERED | OrderLog.LATE;

    private final Ids sellers;
    private final int lowReview;
    private long[] cells = new long[0];

    private int mask = 255;
    private int oldest;
    private int end;
    private long[] at = new long[256];
    private int[] seller = new int[256];
    private int[] flags = new int[256];
    private byte[] review = new byte[256];
    private int[] next = new int[256];

    Settlements(Ids sellers, int lowReview) {
        this.sellers = sellers;
        this.lowReview = lowReview;
    }

    long get(int id, int cell) {
        return id * STRIDE < cells.length ? cells[id * STRIDE + cell] : 0;
    }

    void advance(int id, long now) {
        int row = id * STRIDE;
        if (row >= cells.length) {
            return;
        }
        while (cells[row + FIRST_AT] < now - Window.MONTH.micros()) {
            int slot = (int) cells[row + FIRST] & mask;
            count(row, slot, -1);
            start(row, next[slot]);
        }
    }

    /** An order of the seller was delivered. */
    void delivered(int id, long deliveredAt, int orderFlags) {
        append(id, deliveredAt, orderFlags & OF_DELIVERY, (byte) 0);
    }

    /** An order of the seller was settled; {@code stars} is 0 when it has no review. */
    void settled(int id, long settledAt, int orderFlags, byte stars) {
        append(id, settledAt, orderFlags & ~OF_DELIVERY | OrderLog.SETTLED, stars);
    }

    private void append(int id, long happenedAt, int whatFlags, byte stars) {
        sellers.retain(id);
        int row = id * STRIDE;
        if (row + STRIDE > cells.length) {
            int known = cells.length;
            cells = Arrays.copyOf(cells, Math.max(2 * known, 64 * STRIDE + row));
            for (int r = known; r + STRIDE <= cells.length; r += STRIDE) {
                cells[r + LAST] = NONE;
                start(r, NONE);
            }
            cells = Arrays.copyOf(cells, cells.length / STRIDE * STRIDE);
        }
        if (end - oldest == mask + 1) {
            widen();
        }
        int sequence = end;
        end = Math.incrementExact(end);
        int slot = sequence & mask;
        at[slot] = happenedAt;
        seller[slot] = id;
        flags[slot] = whatFlags;
        review[slot] = stars;
        next[slot] = NONE;
        if (cells[row + LAST] != NONE) {
            next[(int) cells[row + LAST] & mask] = sequence;
        }
        cells[row + LAST] = sequence;
        if (cells[row + FIRST] == NONE) {
            start(row, sequence);
        }
        count(row, slot, 1);
    }

    /** Forgets what is too long ago for anybody. */
    void evict(long now) {
        while (oldest < end && at[oldest & mask] < now - Window.MONTH.micros()) {
            int id = seller[oldest & mask];
            advance(id, now);
            if (cells[id * STRIDE + LAST] == oldest) {
                cells[id * STRIDE + LAST] = NONE;
            }
            sellers.release(id);
            oldest++;
        }
    }

    private void start(int row, int sequence) {
        cells[row + FIRST] = sequence;
        cells[row + FIRST_AT] = sequence == NONE ? Long.MAX_VALUE : at[sequence & mask];
    }

    private void count(int row, int slot, int sign) {
        int f = flags[slot];
        cells[row + SETTLED] += (f & OrderLog.SETTLED) == 0 ? 0 : sign;
        cells[row + DELIVERED] += (f & OrderLog.DELIVERED) == 0 ? 0 : sign;
        cells[row + LATE] += (f & OrderLog.LATE) == 0 ? 0 : sign;
        cells[row + UNDELIVERED] += (f & OrderLog.UNDELIVERED) == 0 ? 0 : sign;
        cells[row + TOLD] += (f & OrderLog.TOLD) == 0 ? 0 : sign;
        cells[row + CANCELLED] += (f & OrderLog.CANCELLED) == 0 ? 0 : sign;
        cells[row + REFUNDED] += (f & OrderLog.REFUNDED) == 0 ? 0 : sign;
        if (review[slot] > 0) {
            cells[row + REVIEWS] += sign;
            cells[row + STARS] += sign * review[slot];
            cells[row + LOW] += review[slot] <= lowReview ? sign : 0;
        }
    }

    private void widen() {
        int size = 2 * (mask + 1);
        long[] widerAt = new long[size];
        int[] widerSeller = new int[size];
        int[] widerFlags = new int[size];
        byte[] widerReview = new byte[size];
        int[] widerNext = new int[size];
        for (int s = oldest; s < end; s++) {
            int to = s & (size - 1);
            int from = s & mask;
            widerAt[to] = at[from];
            widerSeller[to] = seller[from];
            widerFlags[to] = flags[from];
            widerReview[to] = review[from];
            widerNext[to] = next[from];
        }
        at = widerAt;
        seller = widerSeller;
        flags = widerFlags;
        review = widerReview;
        next = widerNext;
        mask = size - 1;
    }
}
