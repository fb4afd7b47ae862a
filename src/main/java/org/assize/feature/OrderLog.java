package org.assize.feature;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The orders still within somebody's reach, oldest first, as columns of a ring. An order is named by its sequence number;
 * {@link #slot} says where in the columns it stands. Columns that nobody asked for are empty.
 */
final class OrderLog {

    static final int NONE = -1;
    private static final int FIRST_SIZE = 64;

    // What is known of an order's fraud, when all has happened that was to happen in the block at hand.
    static final int FRAUD = 1 << 9;
    /** It became known, or was taken back, in the block at hand, at {@link #knownAt}; with the other, more than once. */
    static final int WORD = 1 << 8;

    static final int WORDS = 1 << 7;
    static final int DELIVERED = 1 << 6;
    static final int NEW_BUYER = 1 << 5;
    static final int LATE = 1 << 4;
    static final int UNDELIVERED = 1 << 3;
    static final int TOLD = 1 << 2;
    static final int CANCELLED = 1 << 1;
    static final int REFUNDED = 1;
    static final int SETTLED = 1 << 10;

    private static final int KEYS = OrderKey.values().length;

    int mask = FIRST_SIZE - 1;
    /** The oldest order, and one past the newest. */
    int oldest;

    int end;

    long[] placedAt = new long[FIRST_SIZE];
    long[] amount = new long[FIRST_SIZE];
    short[] flags = new short[FIRST_SIZE];
    byte[] review = {};
    /** {@link Long#MAX_VALUE} when it was not delivered in time to count. */
    long[] deliveredAt = {};
    /** The buyer's fraud rate when it ordered, in thousand-millionths; -1 unknown. */
    long[] buyerRisk = {};
    /** When what is known of its fraud became known. */
    long[] knownAt = {};

    int[] orderId = {};
    /** The ids of the values of the single keys. */
    final int[][] keys = new int[KEYS][0];
    /** For keys that are asked for their first order: the next one of the same value. */
    final int[][] next = new int[KEYS][0];

    final int[][] largerBefore = new int[KEYS][0];
    final int[][] smallerAfter = new int[KEYS][0];
    /** By pair: the next order with the same two values, see {@link PairLedger}. */
    final int[][] later = new int[KEYS][0];

    OrderLog(boolean settles, boolean knowsFraud, boolean looksAtBuyers) {
        if (settles) {
            review = new byte[FIRST_SIZE];
            deliveredAt = new long[FIRST_SIZE];
        }
        if (knowsFraud) {
            knownAt = new long[FIRST_SIZE];
            orderId = new int[FIRST_SIZE];
        }
        if (looksAtBuyers) {
            buyerRisk = new long[FIRST_SIZE];
        }
    }

    void open(int[][] columns, int key) {
        columns[key] = new int[mask + 1];
    }

    int slot(int sequence) {
        return sequence & mask;
    }

    /** Appends a row, which still holds what an order gone by left there. */
    int append() {
        if (end - oldest == mask + 1) {
            widen(2 * (mask + 1));
        }
        int sequence = end;
        end = Math.incrementExact(end);
        return sequence;
    }

    private void widen(int size) {
        placedAt = grown(placedAt, size);
        amount = grown(amount, size);
        deliveredAt = grown(deliveredAt, size);
        buyerRisk = grown(buyerRisk, size);
        knownAt = grown(knownAt, size);
        orderId = grown(orderId, size);
        short[] widerFlags = new short[size];
        byte[] widerReview = new byte[review.length == 0 ? 0 : size];
        for (int s = oldest; s < end; s++) {
            widerFlags[s & (size - 1)] = flags[s & mask];
            if (widerReview.length > 0) {
                widerReview[s & (size - 1)] = review[s & mask];
            }
        }
        flags = widerFlags;
        review = widerReview;
        for (int[][] columns : new int[][][] {keys, next, largerBefore, smallerAfter, later}) {
            for (int k = 0; k < columns.length; k++) {
                columns[k] = grown(columns[k], size);
            }
        }
        mask = size - 1;
    }

    /** Bytes held. */
    long bytes() {
        long ints = Stream.of(keys, next, largerBefore, smallerAfter, later)
                .flatMap(Arrays::stream)
                .mapToLong(column -> column.length)
                .sum();
        long longs = (long) placedAt.length + amount.length + deliveredAt.length + buyerRisk.length + knownAt.length;
        return 4 * (ints + orderId.length) + 8 * longs + 2L * flags.length + review.length;
    }

    private int[] grown(int[] column, int size) {
        int[] wider = new int[column.length == 0 ? 0 : size];
        for (int s = oldest; s < end && wider.length > 0; s++) {
            wider[s & (size - 1)] = column[s & mask];
        }
        return wider;
    }

    private long[] grown(long[] column, int size) {
        long[] wider = new long[column.length == 0 ? 0 : size];
        for (int s = oldest; s < end && wider.length > 0; s++) {
            wider[s & (size - 1)] = column[s & mask];
        }
        return wider;
    }
}
