package org.assize.feature;

import java.util.Arrays;

/** Orders by the instant of their delivery, the earliest first: a binary heap without objects. */
final class DeliveryQueue {

    private long[] times = new long[64];
    private int[] orders = new int[64];
    private int size;

    /** When the next delivery is; {@link Long#MAX_VALUE} when none is awaited. */
    long first() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    void add(long time, int order) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
        }
        int at = size++;
        while (at > 0 && times[(at - 1) / 2] > time) {
            put(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
        times[at] = time;
        orders[at] = order;
    }

    /** Takes the next delivery out and names its order. */
    int remove() {
        int order = orders[0];
        long time = times[--size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            put(at, child);
            at = child;
        }
        times[at] = time;
        orders[at] = orders[size];
        return order;
    }

    private void put(int to, int from) {
        times[to] = times[from];
        orders[to] = orders[from];
    }
}
