package org.assize.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is remembered of each pair of values: its last order, and how many of its orders are older than some lags. The rows
 * stand in the table itself (open addressing), so that a look at a pair mostly touches memory once. A pair whose last order
 * has left the log is forgotten without a look: its row counts as one that nobody has, and is dropped when the table fills up.
 */
final class PairLedger {

    /** How many orders of each pair are older than a lag. */
    final class Total {

        private final int cell;

        private Total(int cell) {
            this.cell = cell;
        }

        void add(int slot) {
            int row = row(slot);
            if (row != ABSENT) {
                rows[row + cell]++;
            }
        }
    }

    /** Instead of a row: one of the halves is not there. */
    static final int ABSENT = -1;

    /** In a row: the ids of the halves, 0 in a row that nobody has; the last order's sequence number plus one; then the totals. */
    private static final int TAIL = 1;

    private static final int TOTALS = 2;

    private final OrderLog log;
    private final int first;
    private final int second;
    /** What in the flags of an order says that a later one has the same pair, or that it has no such pair. */
    private final int notLast;

    private final int width;
    private final Map<Long, Integer> cells = new HashMap<>();
    private long[] rows;
    private int mask = 31;
    private int used;

    PairLedger(OrderKey key, List<Lag> lags, OrderLog log) {
        this.log = log;
        this.first = Objects.requireNonNull(key.first()).place();
        this.second = Objects.requireNonNull(key.second()).place();
        this.notLast = 1 << key.place();
        this.width = TOTALS + lags.size();
        this.rows = new long[width * (mask + 1)];
        for (Lag lag : lags) {
            int cell = TOTALS + cells.size();
            cells.put(lag.micros, cell);
            lag.add(new Total(cell));
        }
    }

    int cell(long lag) {
        return Objects.requireNonNull(cells.get(lag));
    }

    /** The row of a pair, or one that nobody has; to be used before anything changes. */
    int find(int firstId, int secondId) {
        if (firstId < 0 || secondId < 0) {
            return ABSENT;
        }
        long pair = (long) firstId << 32 | secondId;
        for (int place = home(pair); ; place = (place + 1) & mask) {
            int row = place * width;
            if (rows[row] == pair || rows[row] == 0) {
                return row;
            }
        }
    }

    private int row(int slot) {
        return find(log.keys[first][slot], log.keys[second][slot]);
    }

    /** How many orders are older than one lag and not than the other. */
    long between(int row, int newer, int older) {
        return rows[row + newer] - rows[row + older];
    }

    /** The pair's last order; {@link OrderLog#NONE} when it has none at hand. */
    int tail(int row) {
        int tail = (int) rows[row + TAIL] - 1;
        return tail < log.oldest ? OrderLog.NONE : tail;
    }

    /**
     * The order joins its pair.
     *
     * @return the order that was the last of the pair before, {@link OrderLog#NONE} when there was none, and
     *     {@link Integer#MAX_VALUE} when the order has no such pair
     */
    int join(int slot, int sequence) {
        int row = row(slot);
        if (row == ABSENT) {
            log.flags[slot] |= notLast;
            return Integer.MAX_VALUE;
        }
        int before = tail(row);
        rows[row + TAIL] = sequence + 1L;
        if (before != OrderLog.NONE) {
            log.flags[log.slot(before)] |= notLast;
        } else if (rows[row] == 0) {
            rows[row] = (long) log.keys[first][slot] << 32 | log.keys[second][slot];
            if (2 * ++used > mask) {
                tidy();
            }
        }
        return before;
    }

    private int home(long pair) {
        long h = pair * 0x9E3779B97F4A7C15L;
        return (int) (h ^ h >>> 32) & mask;
    }

    /** Drops the rows of pairs without orders; makes the table wider when it would soon be full again. */
    private void tidy() {
        long[] old = rows;
        used = 0;
        for (int row = 0; row < old.length; row += width) {
            used += old[row + TAIL] > log.oldest ? 1 : 0;
        }
        int places = 4 * used > mask ? Math.multiplyExact(2, mask + 1) : mask + 1;
        rows = new long[Math.multiplyExact(width, places)];
        mask = places - 1;
        for (int row = 0; row < old.length; row += width) {
            if (old[row + TAIL] > log.oldest) {
                int place = home(old[row]);
                while (rows[place * width] != 0) {
                    place = (place + 1) & mask;
                }
                System.arraycopy(old, row, rows, place * width, width);
            }
        }
    }

    /** Bytes held. */
    long bytes() {
        return 8L * rows.length;
    }
}
