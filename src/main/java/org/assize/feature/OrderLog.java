package org.assize.feature;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The orders still within somebody's reach, oldest first, as columns of a ring. An order is named by its sequence number;
 * {@link #slot} says where in the columns it stands. Of the flags, bit p says that a later order has the same pair as this one,
 * or that this one has no such pair, p being the pair's place.
 */
final class OrderLog {

    static final int NONE = -1;
    private static final int FIRST_SIZE = 64;
    static final int FRAUD = 1 << 30;
    static final int DELIVERED = 1 << 29;
    static final int NEW_BUYER = 1 << 28;
    static final int LATE = 1 << 27;
    static final int UNDELIVERED = 1 << 26;
    static final int TOLD = 1 << 25;
    static final int CANCELLED = 1 << 24;
    static final int REFUNDED = 1 << 23;
    static final int SETTLED = 1 << 22;

    private int mask = FIRST_SIZE - 1;
    /** The oldest order, and one past the newest. */
    int oldest;

    int end;

    long[] placedAt = new long[FIRST_SIZE];
    long[] amount = new long[FIRST_SIZE];
    int[] flags = new int[FIRST_SIZE];
    byte[] review = new byte[FIRST_SIZE];
    /** The buyer's fraud rate when it ordered, in thousand-millionths; -1 unknown. */
    long[] buyerRisk = new long[FIRST_SIZE];
    /** When what is known of its fraud became known. */
    long[] knownAt = new long[FIRST_SIZE];

    int[] orderId = new int[FIRST_SIZE];
    final int[][] keys = new int[OrderKey.values().length][0];
    /** For keys that are asked for their first order: the next one of the same value. */
    final int[][] next = new int[OrderKey.values().length][0];

    final int[][] largerBefore = new int[OrderKey.values().length][0];
    final int[][] smallerAfter = new int[OrderKey.values().length][0];

    int slot(int sequence) {
        return sequence & mask;
    }

    /** Appends an empty row. */
    int append() {
        if (end - oldest == mask + 1) {
            int size = 2 * (mask + 1);
            placedAt = grown(placedAt, size);
            amount = grown(amount, size);
            flags = grown(flags, size);
            buyerRisk = grown(buyerRisk, size);
            knownAt = grown(knownAt, size);
            orderId = grown(orderId, size);
            byte[] reviews = new byte[size];
            for (int s = oldest; s < end; s++) {
                reviews[s & (size - 1)] = review[s & mask];
            }
            review = reviews;
            for (int[][] columns : new int[][][] {keys, next, largerBefore, smallerAfter}) {
                for (int k = 0; k < columns.length; k++) {
                    if (columns[k].length > 0) {
                        columns[k] = grown(columns[k], size);
                    }
                }
            }
            mask = size - 1;
        }
        int sequence = end;
        end = Math.incrementExact(end);
        return sequence;
    }

    void open(int key, boolean chained, boolean ranked) {
        keys[key] = new int[mask + 1];
        if (chained) {
            next[key] = new int[mask + 1];
        }
        if (ranked) {
            largerBefore[key] = new int[mask + 1];
            smallerAfter[key] = new int[mask + 1];
        }
    }

    /** Bytes held. */
    long bytes() {
        long columns = Stream.of(keys, next, largerBefore, smallerAfter)
                .flatMap(Arrays::stream)
                .mapToLong(column -> column.length)
                .sum();
        return 4 * columns + (8L + 8 + 4 + 1 + 8 + 8 + 4) * (mask + 1);
    }

    private int[] grown(int[] column, int size) {
        int[] wider = new int[size];
        for (int s = oldest; s < end; s++) {
            wider[s & (size - 1)] = column[s & mask];
        }
        return wider;
    }

    private long[] grown(long[] column, int size) {
        long[] wider = new long[size];
        for (int s = oldest; s < end; s++) {
            wider[s & (size - 1)] = column[s & mask];
        }
        return wider;
    }
}
