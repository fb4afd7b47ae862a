package org.assize.workbench.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The least that could make fifteen features of a history: all of it in plain arrays, sorted by key, and for each key and window
 * one pointer to where the window begins. Knows nothing of late words, missing keys or memory, and can't go on when an order comes.
 */
final class TwoPointers {

    /** In the order in which they stand in a row. */
    static final List<String> FEATURES = List.of(
            "seller_orders_1h",
            "seller_orders_1d",
            "seller_orders_7d",
            "seller_orders_30d",
            "seller_amount_1d",
            "seller_amount_7d",
            "seller_mean_amount_30d",
            "buyer_orders_1h",
            "buyer_orders_1d",
            "buyer_orders_7d",
            "buyer_orders_30d",
            "buyer_amount_1h",
            "buyer_amount_1d",
            "buyer_amount_7d",
            "buyer_mean_amount_30d");

    private static final long HOUR = 3_600_000_000L;
    private static final long[] WINDOWS = {HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR};
    /** Where the four counts and the four amounts of a key stand in a row; -1 for none. The last amount is a mean. */
    private static final int[] OF_SELLER = {0, 1, 2, 3, -1, 4, 5, 6};

    private static final int[] OF_BUYER = {7, 8, 9, 10, 11, 12, 13, 14};

    private final long[] at;
    private final long[] cents;
    private final double[] rows;

    /** @param at microseconds, rising */
    TwoPointers(long[] at, long[] cents) {
        this.at = at;
        this.cents = cents;
        rows = new double[at.length * FEATURES.size()];
    }

    /** One row after the other. */
    double[] rows(int[] sellers, int[] buyers) {
        sweep(sellers, OF_SELLER);
        sweep(buyers, OF_BUYER);
        return rows;
    }

    private void sweep(int[] keys, int[] places) {
        int[] ends = new int[Arrays.stream(keys).max().orElse(0) + 2];
        for (int key : keys) {
            ends[key + 1]++;
        }
        for (int key = 1; key < ends.length; key++) {
            ends[key] += ends[key - 1];
        }
        int[] sorted = new int[keys.length];
        long[] times = new long[keys.length];
        long[] amounts = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int place = ends[keys[i]]++;
            sorted[place] = i;
            times[place] = at[i];
            amounts[place] = cents[i];
        }
        for (int key = 0, from = 0; from < keys.length; from = ends[key++]) {
            for (int w = 0; w < WINDOWS.length; w++) {
                window(sorted, times, amounts, from, ends[key], WINDOWS[w], places[w], places[w + 4], w == 3);
            }
        }
    }

    private void window(
            int[] sorted,
            long[] times,
            long[] amounts,
            int from,
            int until,
            long length,
            int count,
            int amount,
            boolean mean) {
        int start = from;
        int end = from;
        long sum = 0;
        for (int i = from; i < until; i++) {
            while (times[end] < times[i]) {
                sum += amounts[end++];
            }
            while (times[start] < times[i] - length) {
                sum -= amounts[start++];
            }
            int row = sorted[i] * FEATURES.size();
            rows[row + count] = end - start;
            if (mean) {
                rows[row + amount] = end == start ? -1 : sum / ((end - start) * 100.0);
            } else if (amount >= 0) {
                rows[row + amount] = sum / 100.0;
            }
        }
    }
}
