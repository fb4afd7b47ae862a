package org.assize.feature;

import java.util.Arrays;

/** What becomes known of orders in the course of a block, in the order of time: each word changes what is counted by one. */
final class Words {

    int size;
    long[] at = new long[4];
    int[] orders = new int[4];
    byte[] change = new byte[4];

    void add(long time, int order, int by) {
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            change = Arrays.copyOf(change, 2 * size);
        }
        at[size] = time;
        orders[size] = order;
        change[size++] = (byte) by;
    }

    /** Whether an order was known to be fraud before an instant of the block: these are the words on fraud. */
    boolean isTrue(OrderLog log, int order, int slot, long before) {
        int flags = log.flags[slot];
        return (flags & (OrderLog.FRAUD | OrderLog.WORD)) != 0 && wasTrue(log, order, slot, before);
    }

    private boolean wasTrue(OrderLog log, int order, int slot, long before) {
        int flags = log.flags[slot];
        boolean now = (flags & OrderLog.FRAUD) != 0;
        if ((flags & OrderLog.WORD) == 0) {
            return now;
        }
        if ((flags & OrderLog.WORDS) == 0) {
            return log.knownAt[slot] < before == now;
        }
        // seldom enough to go through all of them: an order of which more than one word was had at once
        boolean known = now;
        for (int t = size - 1; t >= 0 && at[t] >= before; t--) {
            known = orders[t] == order ? change[t] < 0 : known;
        }
        return known;
    }
}
