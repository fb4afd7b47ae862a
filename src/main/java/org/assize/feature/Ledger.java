package org.assize.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assize.platform.ReferenceRates;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of each value of one key: a row of whole numbers, brought up to an instant only when somebody looks at
 * it. Every order enters a window once and leaves it once, so a look costs O(1) amortised; and since the rows are whole
 * numbers, what has entered and left is gone without a trace.
 *
 * <p>A distinct count is the number of orders in the window that are the last of their pair: no set per window is kept.
 */
final class Ledger {

    /** What the catalogues want of a key. */
    static final class Wanted {
        final Map<Window, Set<OrderKey>> windows = new EnumMap<>(Window.class);
        final Set<Window> fraud = new TreeSet<>();
        boolean sums;
        boolean squares;
        boolean largest;
        boolean horizon;
        boolean overdue;
        boolean buyers;

        Set<OrderKey> window(Window window) {
            return windows.computeIfAbsent(window, _ -> EnumSet.noneOf(OrderKey.class));
        }

        boolean isChained() {
            return !windows.isEmpty() || !fraud.isEmpty() || largest || horizon || overdue;
        }
    }

    /** Orders in [t - length, t): where its numbers stand in a row. */
    static final class Span {
        final long length;
        final int first;
        final int[] pairs;
        int sums = NOT_KEPT;
        int squares = NOT_KEPT;
        int buyers = NOT_KEPT;
        int distinct = NOT_KEPT;

        Span(long length, int first, int[] pairs) {
            this.length = length;
            this.first = first;
            this.pairs = pairs;
        }
    }

    /** Orders in [t - delay - length, t - delay), and how many of them carry a flag. */
    static final class Zone {
        final long delay;
        final int flag;
        final int end;
        final long[] lengths;
        final int[] firsts;

        Zone(long delay, int flag, int end, long[] lengths, int[] firsts) {
            this.delay = delay;
            this.flag = flag;
            this.end = end;
            this.lengths = lengths;
            this.firsts = firsts;
        }
    }

    private static final int NOT_KEPT = -1;
    private static final int NONE = OrderLog.NONE;
    private static final long NEVER = Long.MAX_VALUE;
    /** In a row: the last order; then the numbers of each span and zone. */
    private static final int TAIL = 0;
    /** From the first cell of a span or zone: its first order, that order's time, how many orders. */
    static final int START = 0;

    static final int START_AT = 1;
    static final int COUNT = 2;
    static final int FLAGGED = 3;
    /** From a span's sums. */
    static final int PRICED = 0;

    static final int SUM = 1;
    /** From a span's buyers. */
    static final int NEW_BUYERS = 0;

    static final int RISK = 1;
    static final int RISK_KNOWN = 2;
    private static final int SPAN_CELLS = 3;
    private static final int ZONE_CELLS = 4;

    final OrderKey key;
    final Ids ids;
    private final OrderLog log;
    private final int ordinal;
    private final boolean chained;
    private final Span[] spans;
    private final Map<Window, Span> spanOf = new EnumMap<>(Window.class);
    private final Zone[] zones;
    private @Nullable Zone fraud;
    private @Nullable Zone overdue;
    private @Nullable Span horizon;
    private final int largest;
    private final int stride;
    private final int[] nones;
    private final int[] nevers;
    private long[] cells;

    Ledger(OrderKey key, Wanted wanted, FeatureOptions options, OrderLog log) {
        this.key = key;
        this.ids = key.isPair() ? new PairIds() : new TextIds();
        this.log = log;
        this.ordinal = key.place();
        this.chained = wanted.isChained();
        log.open(ordinal, chained, wanted.largest);
        int cell = TAIL + 1;
        List<Integer> starts = new ArrayList<>(List.of(TAIL));
        List<Integer> times = new ArrayList<>();
        List<Span> all = new ArrayList<>();
        for (Map.Entry<Window, Set<OrderKey>> w : wanted.windows.entrySet()) {
            int[] pairs = w.getValue().stream()
                    .mapToInt(counted -> OrderKey.pairOf(key, counted).place())
                    .toArray();
            Span span = new Span(w.getKey().micros(), cell, pairs);
            cell += SPAN_CELLS;
            if (wanted.sums) {
                span.sums = cell;
                cell += 2;
            }
            if (wanted.squares && w.getKey() == Window.MONTH) {
                span.squares = cell;
                cell += 2;
            }
            if (wanted.buyers && w.getKey() == Window.MONTH) {
                span.buyers = cell;
                cell += 3;
            }
            span.distinct = cell;
            cell += 2 * pairs.length;
            all.add(span);
            spanOf.put(w.getKey(), span);
        }
        if (wanted.horizon) {
            horizon = new Span(Micros.of(options.horizon()), cell, new int[0]);
            cell += SPAN_CELLS;
            all.add(horizon);
        }
        spans = all.toArray(Span[]::new);
        for (Span span : spans) {
            starts.add(span.first + START);
            times.add(span.first + START_AT);
        }
        List<Zone> delayed = new ArrayList<>();
        if (!wanted.fraud.isEmpty()) {
            long[] lengths = wanted.fraud.stream().mapToLong(Window::micros).toArray();
            fraud = zone(options.fraudDelay(), OrderLog.FRAUD, cell, lengths);
            delayed.add(fraud);
            cell += 2 + ZONE_CELLS * lengths.length;
        }
        if (wanted.overdue) {
            Duration length = Window.MONTH.length().minus(options.lateAfter());
            overdue = zone(options.lateAfter(), OrderLog.DELIVERED, cell, new long[] {Micros.of(length)});
            delayed.add(overdue);
            cell += 2 + ZONE_CELLS;
        }
        zones = delayed.toArray(Zone[]::new);
        for (Zone zone : zones) {
            starts.add(zone.end + START);
            times.add(zone.end + START_AT);
            for (int first : zone.firsts) {
                starts.add(first + START);
                times.add(first + START_AT);
            }
        }
        largest = wanted.largest ? cell : NOT_KEPT;
        if (wanted.largest) {
            starts.add(cell);
            times.add(cell + 1);
            starts.add(cell + 2);
            cell += 3;
        }
        stride = cell;
        nones = starts.stream().mapToInt(Integer::intValue).toArray();
        nevers = times.stream().mapToInt(Integer::intValue).toArray();
        cells = new long[stride * 64];
    }

    private static Zone zone(Duration delay, int flag, int cell, long[] lengths) {
        int[] firsts = new int[lengths.length];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = cell + 2 + ZONE_CELLS * i;
        }
        return new Zone(Micros.of(delay), flag, cell, lengths, firsts);
    }

    Span span(Window window) {
        return Objects.requireNonNull(spanOf.get(window));
    }

    Span horizon() {
        return Objects.requireNonNull(horizon);
    }

    /** Where the numbers of matured orders of that window start. */
    int matured(Window window) {
        Zone zone = Objects.requireNonNull(fraud);
        return zone.firsts[Arrays.binarySearch(zone.lengths, window.micros())];
    }

    /** Where the numbers of orders past the late limit start. */
    int overdue() {
        return Objects.requireNonNull(overdue).firsts[0];
    }

    /** Where the distinct count of that key stands; the orders that name one stand in the cell after it. */
    int distinct(Window window, OrderKey counted) {
        Span span = span(window);
        int pair = OrderKey.pairOf(key, counted).place();
        for (int i = 0; i < span.pairs.length; i++) {
            if (span.pairs[i] == pair) {
                return span.distinct + 2 * i;
            }
        }
        throw new IllegalStateException(key + " does not count " + counted);
    }

    long get(int id, int cell) {
        return cells[id * stride + cell];
    }

    /** An id just given out: its row starts empty. */
    void welcome(int id) {
        if (!ids.isSingle(id)) {
            return;
        }
        int row = id * stride;
        if (row + stride > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(2 * cells.length, row + stride));
        }
        Arrays.fill(cells, row, row + stride, 0);
        for (int cell : nones) {
            cells[row + cell] = NONE;
        }
        for (int cell : nevers) {
            cells[row + cell] = NEVER;
        }
    }

    /** The key's last order, {@link OrderLog#NONE} when it has none at hand. */
    int tail(int id) {
        return (int) cells[id * stride + TAIL];
    }

    /** The largest amount of 30 days, {@link ReferenceRates#UNKNOWN} when there is none. */
    long largest(int id) {
        int head = (int) cells[id * stride + largest];
        return head == NONE ? ReferenceRates.UNKNOWN : log.amount[log.slot(head)];
    }

    /** Lets go of what is too old at {@code now}, and lets mature what is old enough. */
    void advance(int id, long now) {
        int row = id * stride;
        for (Span span : spans) {
            int first = row + span.first;
            while (cells[first + START_AT] < now - span.length) {
                int sequence = (int) cells[first + START];
                int slot = log.slot(sequence);
                count(row, span, slot, -1);
                for (int i = 0; i < span.pairs.length; i++) {
                    int pair = span.pairs[i];
                    if (log.keys[pair][slot] >= 0) {
                        int cell = row + span.distinct + 2 * i;
                        cells[cell + 1]--;
                        if ((log.flags[slot] & 1 << pair) == 0) {
                            cells[cell]--;
                        }
                    }
                }
                start(first, log.next[ordinal][slot]);
            }
        }
        for (Zone zone : zones) {
            mature(row, zone, now);
        }
        if (largest != NOT_KEPT) {
            int head = row + largest;
            while (cells[head + 1] < now - Window.MONTH.micros()) {
                int sequence = (int) cells[head];
                if (sequence == cells[head + 2]) {
                    cells[head] = NONE;
                    cells[head + 1] = NEVER;
                    cells[head + 2] = NONE;
                } else {
                    start(head, log.smallerAfter[ordinal][log.slot(sequence)]);
                }
            }
        }
    }

    private void start(int cell, int sequence) {
        cells[cell + START] = sequence;
        cells[cell + START_AT] = sequence == NONE ? NEVER : log.placedAt[log.slot(sequence)];
    }

    private void mature(int row, Zone zone, long now) {
        int end = row + zone.end;
        while (cells[end + START_AT] < now - zone.delay) {
            int sequence = (int) cells[end + START];
            int slot = log.slot(sequence);
            int flagged = (log.flags[slot] & zone.flag) == 0 ? 0 : 1;
            for (int zoneFirst : zone.firsts) {
                int first = row + zoneFirst;
                if (cells[first + START] == NONE) {
                    start(first, sequence);
                }
                cells[first + COUNT]++;
                cells[first + FLAGGED] += flagged;
            }
            start(end, log.next[ordinal][slot]);
        }
        for (int i = 0; i < zone.firsts.length; i++) {
            int first = row + zone.firsts[i];
            while (cells[first + START_AT] < now - zone.delay - zone.lengths[i]) {
                int slot = log.slot((int) cells[first + START]);
                cells[first + COUNT]--;
                cells[first + FLAGGED] -= (log.flags[slot] & zone.flag) == 0 ? 0 : 1;
                int next = log.next[ordinal][slot];
                start(first, next == cells[end + START] ? NONE : next);
            }
        }
    }

    private void count(int row, Span span, int slot, int sign) {
        cells[row + span.first + COUNT] += sign;
        long amount = log.amount[slot];
        if (span.sums != NOT_KEPT && amount != ReferenceRates.UNKNOWN) {
            cells[row + span.sums + PRICED] += sign;
            cells[row + span.sums + SUM] += sign * amount;
            if (span.squares != NOT_KEPT) {
                // 128 bits in two cells: the square of the largest amount does not fit one.
                long low = amount * amount;
                long high = Math.multiplyHigh(amount, amount);
                int square = row + span.squares;
                if (sign > 0) {
                    cells[square + 1] += low;
                    cells[square] += high + (Long.compareUnsigned(cells[square + 1], low) < 0 ? 1 : 0);
                } else {
                    cells[square] -= high + (Long.compareUnsigned(cells[square + 1], low) < 0 ? 1 : 0);
                    cells[square + 1] -= low;
                }
            }
        }
        if (span.buyers != NOT_KEPT) {
            int cell = row + span.buyers;
            cells[cell + NEW_BUYERS] += (log.flags[slot] & OrderLog.NEW_BUYER) == 0 ? 0 : sign;
            long risk = log.buyerRisk[slot];
            if (risk >= 0) {
                cells[cell + RISK] += sign * risk;
                cells[cell + RISK_KNOWN] += sign;
            }
        }
    }

    /** The order at {@code sequence} joins; {@code pairs} still tell the last order of each pair before it. */
    void append(int id, int sequence, Ledger[] pairs) {
        int row = id * stride;
        int slot = log.slot(sequence);
        int tail = (int) cells[row + TAIL];
        cells[row + TAIL] = sequence;
        if (key.isPair() && tail != NONE) {
            log.flags[log.slot(tail)] |= 1 << ordinal;
        }
        if (!chained) {
            return;
        }
        log.next[ordinal][slot] = NONE;
        if (tail != NONE) {
            log.next[ordinal][log.slot(tail)] = sequence;
        }
        for (Span span : spans) {
            int first = row + span.first;
            long start = cells[first + START];
            count(row, span, slot, 1);
            for (int i = 0; i < span.pairs.length; i++) {
                int pair = span.pairs[i];
                int pairId = log.keys[pair][slot];
                if (pairId >= 0) {
                    int last = pairs[pair].tail(pairId);
                    int cell = row + span.distinct + 2 * i;
                    cells[cell + 1]++;
                    if (start == NONE || last < start) {
                        cells[cell]++;
                    }
                }
            }
            if (start == NONE) {
                start(first, sequence);
            }
        }
        for (Zone zone : zones) {
            if (cells[row + zone.end + START] == NONE) {
                start(row + zone.end, sequence);
            }
        }
        if (largest != NOT_KEPT && log.amount[slot] != ReferenceRates.UNKNOWN) {
            rank(row + largest, slot, sequence);
        }
    }

    /** Keeps the orders that can still become the largest, in falling order of amount. */
    private void rank(int head, int slot, int sequence) {
        int last = (int) cells[head + 2];
        while (last != NONE && log.amount[log.slot(last)] <= log.amount[slot]) {
            last = last == cells[head] ? NONE : log.largerBefore[ordinal][log.slot(last)];
        }
        if (last == NONE) {
            start(head, sequence);
        } else {
            log.smallerAfter[ordinal][log.slot(last)] = sequence;
        }
        log.largerBefore[ordinal][slot] = last;
        cells[head + 2] = sequence;
    }

    /** Whether a zone of this key counts orders with that flag. */
    boolean counts(int flag) {
        return Arrays.stream(zones).anyMatch(z -> z.flag == flag);
    }

    /** A flag of an order has come or gone: the zones it is in count it so. */
    void flagged(int id, int sequence, int flag, int change) {
        int row = id * stride;
        if (sequence > cells[row + TAIL]) {
            return;
        }
        for (Zone zone : zones) {
            long end = cells[row + zone.end + START];
            if (zone.flag == flag && (end == NONE || sequence < end)) {
                for (int zoneFirst : zone.firsts) {
                    long start = cells[row + zoneFirst + START];
                    if (start != NONE && sequence >= start) {
                        cells[row + zoneFirst + FLAGGED] += change;
                    }
                }
            }
        }
    }

    /** The order leaves the log: nothing may point at it any more. */
    void evict(int id, int sequence, long now) {
        if (!ids.isSingle(id)) {
            advance(id, now);
            if (cells[id * stride + TAIL] == sequence) {
                cells[id * stride + TAIL] = NONE;
            }
        }
        ids.release(id);
    }
}
