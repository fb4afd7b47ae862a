package org.assize.feature;

import java.time.Instant;
import java.util.Arrays;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which an engine is looked at in one go, rising, and the subjects whose keys are looked at then. What the
 * ledgers find there stands in columns, one place for each instant; so each of them goes through all of the block by itself,
 * and the memory of one key is walked through before that of the next.
 */
final class Block {

    /** Instants in one go: what is found at them, and the vectors, fit the caches. */
    static final int SIZE = 256;

    int size;
    long[] at = new long[1];
    /** Of each subject. */
    @Nullable
    Instant[] instants = new Instant[1];
    /** Null where no order's vector is asked for. */
    @Nullable
    Order[] orders = new Order[1];
    /** In minor units of the reference currency, or unknown. */
    long[] amounts = new long[1];
    /** Its place in the log, where the order is in it. */
    int[] sequences = new int[1];
    /** By place of a single key: the ids of its values. */
    final int[][] ids = new int[OrderKey.values().length][1];
    /** Where the vectors go; what nobody asked for goes to a waste. */
    double[][] into = new double[1][];

    /** Appends an instant at which no key is looked at. */
    int add(long micros) {
        if (size == at.length) {
            int wider = Math.min(SIZE, 16 * size);
            at = Arrays.copyOf(at, wider);
            instants = Arrays.copyOf(instants, wider);
            orders = Arrays.copyOf(orders, wider);
            amounts = Arrays.copyOf(amounts, wider);
            sequences = Arrays.copyOf(sequences, wider);
            for (int k = 0; k < ids.length; k++) {
                ids[k] = Arrays.copyOf(ids[k], wider);
            }
            into = Arrays.copyOf(into, wider);
        }
        int i = size++;
        at[i] = micros;
        sequences[i] = OrderLog.NONE;
        for (int[] of : ids) {
            of[i] = Ledger.ABSENT;
        }
        return i;
    }

    boolean isFull() {
        return size == SIZE;
    }

    long last() {
        return at[size - 1];
    }
}
