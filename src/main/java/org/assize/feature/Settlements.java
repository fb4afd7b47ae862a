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
    private static final int STRIDE = 10;
    private static final int OF_SETTLEMENT =
            OrderLog.UNDELIVERED | OrderLog.TOLD | OrderLog.CANCELLED | OrderLog.REFUNDED;
    private static final long SETTLED_AFTER = Micros.of(FeatureOptions.SETTLED_AFTER);

    private final Ledger sellers;
    private final OrderLog log;
    private final int lowReview;
    private int[] cells = new int[0];

    private int mask = 63;
    private int oldest;
    private int end;
    private long[] at = new long[64];
    private int[] seller = new int[64];
    private short[] flags = new short[64];
    private byte[] review = new byte[64];
    /** The first order of the log that is not yet settled. */
    private int unsettled;
    /** What each count was at each instant of the block. */
    private final int[][] columns = new int[STRIDE][1];

    Settlements(Ledger sellers, OrderLog log, int lowReview) {
        this.sellers = sellers;
        this.log = log;
        this.lowReview = lowReview;
    }

    int[] column(int cell) {
        return columns[cell];
    }

    /** Goes through the instants of a block. */
    void pass(Block block, Lag placing, Words deliveries) {
        if (columns[0].length < block.size) {
            for (int cell = 0; cell < STRIDE; cell++) {
                columns[cell] = new int[block.at.length];
            }
        }
        int[] sellerOf = log.keys[OrderKey.SELLER.place()];
        int told = 0;
        for (int i = 0; i < block.size; i++) {
            long now = block.at[i];
            while (true) {
                long delivered = told < deliveries.size ? deliveries.at[told] : Long.MAX_VALUE;
                long settled = unsettled < placing.until[i]
                        ? log.placedAt[log.slot(unsettled)] + SETTLED_AFTER
                        : Long.MAX_VALUE;
                if (Math.min(delivered, settled) >= now) {
                    break;
                }
                if (delivered <= settled) {
                    int slot = log.slot(deliveries.orders[told++]);
                    int late = log.flags[slot] & OrderLog.LATE;
                    append(sellerOf[slot], delivered, OrderLog.DELIVERED | late, (byte) 0);
                } else {
                    int slot = log.slot(unsettled++);
                    int others = log.flags[slot] & OF_SETTLEMENT;
                    append(sellerOf[slot], settled, OrderLog.SETTLED | others, log.review[slot]);
                }
            }
            leave(now);
            int row = block.ids[OrderKey.SELLER.place()][i] * STRIDE;
            if (row >= 0) {
                for (int cell = 0; cell < STRIDE; cell++) {
                    columns[cell][i] = row < cells.length ? cells[row + cell] : 0;
                }
            }
        }
    }

    private void append(int id, long happenedAt, int whatFlags, byte stars) {
        sellers.hold(id, 1);
        if ((id + 1) * STRIDE > cells.length) {
            cells = Arrays.copyOf(cells, 2 * (id + 1) * STRIDE);
        }
        if (end - oldest == mask + 1) {
            widen();
        }
        int slot = end & mask;
        end = Math.incrementExact(end);
        at[slot] = happenedAt;
        seller[slot] = id;
        flags[slot] = (short) whatFlags;
        review[slot] = stars;
        count(slot, 1);
    }

    /** Forgets what happened more than 30 days ago. */
    private void leave(long now) {
        while (oldest < end && at[oldest & mask] < now - Window.MONTH.micros()) {
            int slot = oldest & mask;
            count(slot, -1);
            sellers.hold(seller[slot], -1);
            oldest++;
        }
    }

    private void count(int slot, int sign) {
        int row = seller[slot] * STRIDE;
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
        short[] widerFlags = new short[size];
        byte[] widerReview = new byte[size];
        for (int s = oldest; s < end; s++) {
            int to = s & (size - 1);
            int from = s & mask;
            widerAt[to] = at[from];
            widerSeller[to] = seller[from];
            widerFlags[to] = flags[from];
            widerReview[to] = review[from];
        }
        at = widerAt;
        seller = widerSeller;
        flags = widerFlags;
        review = widerReview;
        mask = size - 1;
    }

    /** Bytes held. */
    long bytes() {
        return 4L * cells.length + 15L * (mask + 1);
    }
}
