package org.assize.feature;

import java.util.List;
import java.util.Objects;

/**
 * What is remembered of each pair of values: its last order, and how many of its orders are older than some lags. The rows
 * stand in the table itself (open addressing), so that a look at a pair mostly touches memory once. A pair whose last order
 * has left the log is forgotten without a look: its row counts as one that nobody has, and is dropped when the table fills up.
 *
 * <p>Orders are linked to the order before them with the same pair, and that one to them, ahead of time; whoever follows a link
 * sees from the sequence number of the other end whether it has been placed.
 */
final class PairLedger {

    /** Where everything stands in the rows of a pair. Immutable. */
    static final class Layout {

        final OrderKey key;
        private final int first;
        private final int second;
        private final long[] micros;
        private final int[] lags;

        /** @param micros the lags that are counted, as they are and as numbers */
        Layout(OrderKey key, List<Long> micros, int[] lags) {
            this.key = key;
            this.first = Objects.requireNonNull(key.first()).place();
            this.second = Objects.requireNonNull(key.second()).place();
            this.micros = micros.stream().mapToLong(Long::longValue).toArray();
            this.lags = lags;
        }

        /** The column of the number of orders older than a lag. */
        int cell(long lag) {
            int cell = 0;
            while (micros[cell] != lag) {
                cell++;
            }
            return cell;
        }
    }

    /** Instead of a row: one of the halves is not there. */
    static final int ABSENT = -1;

    /** Of an order without the pair: the earlier and the later one, which no order ever is. */
    private static final int NO_EARLIER = Integer.MAX_VALUE;

    private static final int NO_LATER = -1;
    /** Of an order that has no later one yet. */
    private static final int LAST = Integer.MAX_VALUE;

    /** In a row: the ids of the halves, 0 in a row that nobody has; the last order's sequence number plus one; then the totals. */
    private static final int TAIL = 1;

    private static final int TOTALS = 2;

    private final Layout layout;
    private final OrderLog log;
    private final int place;
    private final int width;
    private long[] rows;
    private int mask = 15;
    private int used;
    /** A ring of the orders that have been linked and were not placed before the block at hand, see {@link #earlier(int)}. */
    int[] earlier = new int[16];

    private int linked;
    private int[] found = new int[1];
    private long[][] columns;

    PairLedger(Layout layout, OrderLog log) {
        this.layout = layout;
        this.log = log;
        this.place = layout.key.place();
        this.width = TOTALS + layout.lags.length;
        this.rows = new long[width * (mask + 1)];
        this.columns = new long[layout.lags.length][1];
        log.open(log.later, place);
    }

    OrderKey key() {
        return layout.key;
    }

    /** The row of a pair, or one that nobody has. */
    private int find(int firstId, int secondId) {
        if (firstId < 0 || secondId < 0) {
            return ABSENT;
        }
        long pair = (long) firstId << 32 | secondId;
        for (int home = home(pair); ; home = (home + 1) & mask) {
            int row = home * width;
            if (rows[row] == pair || rows[row] == 0) {
                return row;
            }
        }
    }

    private int row(int slot) {
        return find(log.keys[layout.first][slot], log.keys[layout.second][slot]);
    }

    /** How many orders of a pair were older than a lag, at each instant of the block. */
    long[] column(int cell) {
        return columns[cell];
    }

    boolean isThere(Block block, int i) {
        return block.ids[layout.first][i] >= 0 && block.ids[layout.second][i] >= 0;
    }

    /**
     * The last order, of those placed before an instant of the block, of the pair that is looked at then; {@link OrderLog#NONE} or
     * one gone by when there is none at hand.
     */
    int last(Block block, int i, Lag placing) {
        int subject = block.sequences[i];
        int row = subject == OrderLog.NONE ? find(block.ids[layout.first][i], block.ids[layout.second][i]) : ABSENT;
        int last = row == ABSENT ? earlier(subject) : (int) rows[row + TAIL] - 1;
        while (last >= placing.until[i]) {
            last = earlier(last);
        }
        return last;
    }

    /**
     * The order of the same pair before this one, {@link OrderLog#NONE} or one gone by when there was none, and more than any when
     * the order has no such pair. Of orders that were not placed before the block at hand.
     */
    int earlier(int sequence) {
        return earlier[sequence & earlier.length - 1];
    }

    /** Links the orders up to one, of which those from {@code unplaced} on are still needed. */
    void link(int until, int unplaced, Ahead ahead) {
        if (until <= linked) {
            return;
        }
        while (earlier.length < until - unplaced) {
            int[] wider = new int[2 * earlier.length];
            for (int s = unplaced; s < linked; s++) {
                wider[s & wider.length - 1] = earlier(s);
            }
            earlier = wider;
        }
        // no row moves before the next block
        if (2 * (used + until - linked) > mask) {
            tidy(until - linked);
        }
        int[] later = log.later[place];
        long seen = 0;
        for (int x = linked; x < until; x++) {
            seen += rows[home(log.slot(x)) * width];
        }
        ahead.seen += seen;
        for (int x = linked; x < until; x++) {
            int slot = log.slot(x);
            int row = row(slot);
            if (row == ABSENT) {
                earlier[x & earlier.length - 1] = NO_EARLIER;
                later[slot] = NO_LATER;
                continue;
            }
            int before = (int) rows[row + TAIL] - 1;
            if (rows[row] == 0) {
                rows[row] = (long) log.keys[layout.first][slot] << 32 | log.keys[layout.second][slot];
                used++;
            }
            rows[row + TAIL] = x + 1L;
            earlier[x & earlier.length - 1] = before;
            later[slot] = LAST;
            if (before >= log.oldest) {
                later[log.slot(before)] = x;
            }
        }
        linked = until;
    }

    /** Goes through the instants of a block. */
    void pass(Block block, Lag[] lags, Ahead ahead) {
        if (layout.lags.length == 0) {
            return;
        }
        if (found.length < block.size) {
            found = new int[block.at.length];
            columns = new long[layout.lags.length][block.at.length];
        }
        long seen = 0;
        for (int lag : layout.lags) {
            for (int x = lags[lag].from; x < lags[lag].next; x++) {
                seen += rows[home(log.slot(x)) * width];
            }
        }
        ahead.seen += seen;
        for (int i = 0; i < block.size; i++) {
            found[i] = find(block.ids[layout.first][i], block.ids[layout.second][i]);
        }
        for (int cell = 0; cell < layout.lags.length; cell++) {
            Lag lag = lags[layout.lags[cell]];
            long[] column = columns[cell];
            int x = lag.from;
            for (int i = 0; i < block.size; i++) {
                for (int until = lag.until[i]; x < until; x++) {
                    int row = row(log.slot(x));
                    if (row != ABSENT) {
                        rows[row + TOTALS + cell]++;
                    }
                }
                column[i] = found[i] == ABSENT ? 0 : rows[found[i] + TOTALS + cell];
            }
        }
    }

    /** Where the row of an order's pair most likely is. */
    private int home(int slot) {
        return home((long) log.keys[layout.first][slot] << 32 | log.keys[layout.second][slot]);
    }

    private int home(long pair) {
        long h = pair * 0x9E3779B97F4A7C15L;
        return (int) (h ^ h >>> 32) & mask;
    }

    /** Drops the rows of pairs without orders; makes the table wider when it would soon be full again. */
    private void tidy(int more) {
        long[] old = rows;
        used = 0;
        for (int row = 0; row < old.length; row += width) {
            used += old[row + TAIL] > log.oldest ? 1 : 0;
        }
        int places = mask + 1;
        while (4 * used > places || 2 * (used + more) >= places) {
            places = Math.multiplyExact(2, places);
        }
        rows = new long[Math.multiplyExact(width, places)];
        mask = places - 1;
        for (int row = 0; row < old.length; row += width) {
            if (old[row + TAIL] > log.oldest) {
                int home = home(old[row]);
                while (rows[home * width] != 0) {
                    home = (home + 1) & mask;
                }
                System.arraycopy(old, row, rows, home * width, width);
            }
        }
    }

    /** Bytes held. */
    long bytes() {
        return 8L * rows.length + 4L * earlier.length;
    }
}
