package org.assize.feature;

/**
 * An age of orders that some feature asks about. One pointer into the log parts the orders that are older from those that are
 * not; each order passes it once, and is then added to the totals that end here.
 */
final class Lag {

    final long micros;
    /** The first order that is not older; and what it was before the block at hand. */
    int next;

    int from;
    /** What it is at each instant of the block. */
    int[] until = new int[1];

    Lag(long micros) {
        this.micros = micros;
    }

    /** Goes through the instants of a block. No order passes before it has been placed, which is to pass the lag of nothing. */
    void pass(OrderLog log, Block block, Lag placing) {
        if (until.length < block.size) {
            until = new int[block.at.length];
        }
        from = next;
        int x = next;
        for (int i = 0; i < block.size; i++) {
            long before = block.at[i] - micros;
            int end = placing == this ? log.end : placing.until[i];
            while (x < end && log.placedAt[x & log.mask] < before) {
                x++;
            }
            until[i] = x;
        }
        next = x;
    }
}
