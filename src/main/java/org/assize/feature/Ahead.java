package org.assize.feature;

import org.jspecify.annotations.Nullable;

/**
 * Room to look ahead with. Where the values of many orders are scattered over memory, waiting for one after the other is what takes
 * the time; so what is about to be needed of a block is asked for at once, by loops that decide nothing, and is near when each
 * order has its turn.
 */
final class Ahead {

    @Nullable
    String[] texts = new String[1];

    @Nullable
    String[] seconds = new String[1];

    int[] hashes = new int[1];
    int[] ids = new int[1];
    /** Takes what was read so that it is read. */
    long seen;

    /** For so many at once. */
    void room(int count) {
        if (ids.length < count) {
            texts = new String[count];
            seconds = new String[count];
            hashes = new int[count];
            ids = new int[count];
        }
    }
}
