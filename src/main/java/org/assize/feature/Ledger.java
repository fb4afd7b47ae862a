package org.assize.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.assize.platform.ReferenceRates;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of each value of one key: a row of whole numbers, most of them the total of its orders older than some
 * {@link Lag}. What lies between two lags is the difference of their totals; since they are whole numbers, it is exact whatever
 * came before, and even after a total has overflowed.
 *
 * <p>A distinct count is the number of orders in the window that are the last of their pair: no set per window is kept.
 */
final class Ledger {

    /** What a total adds up. */
    enum Fact {
        ORDERS,
        /** The amounts that are known, and how many they are. */
        AMOUNTS,
        /** The squares of the amounts that are known. */
        SQUARES,
        FRAUD,
        DELIVERED,
        /** Orders of buyers that were new, and the buyers' fraud rates. */
        BUYERS
    }

    /** What the catalogues want of a key. */
    static final class Wanted {

        private final SortedMap<Long, Set<Fact>> facts = new TreeMap<>();
        private final Map<Window, Set<OrderKey>> distinct = new EnumMap<>(Window.class);
        private final Set<OrderKey> naming = EnumSet.noneOf(OrderKey.class);
        private boolean largest;
        private boolean first;

        /** Facts about the orders older than {@code from} and not older than {@code to}. */
        void between(long from, long to, Fact... wanted) {
            for (long lag : new long[] {from, to}) {
                facts.computeIfAbsent(lag, _ -> EnumSet.noneOf(Fact.class)).addAll(List.of(wanted));
            }
        }

        void distinct(OrderKey counted, Window window) {
            distinct.computeIfAbsent(window, _ -> EnumSet.noneOf(OrderKey.class))
                    .add(counted);
        }

        /** The orders of 30 days that name a {@code counted}. */
        void naming(OrderKey counted) {
            naming.add(counted);
        }

        void largest() {
            largest = true;
        }

        void first() {
            first = true;
        }
    }

    /** What the orders of each value add up to that are older than a lag: where its numbers stand in a row. */
    final class Total {

        private final boolean joining;
        private final Set<Fact> facts;
        private final boolean rare;
        private final int orders;
        private final int priced;
        private final int sum;
        private final int squares;
        private final int fraud;
        private final int delivered;
        private final int newBuyers;
        private final int risk;
        private final OrderKey[] namedKeys;
        private final int[] named;
        private int[] distinct = {};
        private int[] notLast = {};
        private boolean endsLargest;
        private boolean endsFirst;

        private Total(Lag lag, Set<Fact> facts, Set<OrderKey> naming) {
            this.joining = lag.micros == 0;
            this.facts = facts;
            orders = facts.contains(Fact.ORDERS) ? counts++ : NOT_KEPT;
            priced = facts.contains(Fact.AMOUNTS) ? counts++ : NOT_KEPT;
            sum = facts.contains(Fact.AMOUNTS) ? longs++ : NOT_KEPT;
            squares = facts.contains(Fact.SQUARES) ? (longs += 2) - 2 : NOT_KEPT;
            fraud = facts.contains(Fact.FRAUD) ? counts++ : NOT_KEPT;
            delivered = facts.contains(Fact.DELIVERED) ? counts++ : NOT_KEPT;
            newBuyers = facts.contains(Fact.BUYERS) ? (counts += 2) - 2 : NOT_KEPT;
            risk = facts.contains(Fact.BUYERS) ? longs++ : NOT_KEPT;
            namedKeys = naming.toArray(OrderKey[]::new);
            named = new int[namedKeys.length];
            for (int i = 0; i < named.length; i++) {
                named[i] = counts++;
            }
            rare = named.length > 0 || newBuyers != NOT_KEPT || fraud != NOT_KEPT || delivered != NOT_KEPT;
        }

        /** The order grows older than the lag. */
        void add(int slot, int sequence) {
            int id = log.keys[place][slot];
            if (id < 0) {
                return;
            }
            int row = id * width;
            int[] c = cells;
            int flags = log.flags[slot];
            if (orders != NOT_KEPT) {
                c[row + orders]++;
            }
            if (priced != NOT_KEPT) {
                addAmount(row, id * wideWidth, log.amount[slot]);
            }
            for (int i = 0; i < distinct.length; i++) {
                c[row + distinct[i]] -= (flags & notLast[i]) == 0 ? 1 : 0;
            }
            if (rare) {
                addRare(row, id, slot, flags);
            }
            if (endsLargest && c[row + largest] == sequence) {
                fallDown(id, row, sequence);
            }
            if (endsFirst && c[row + first] == sequence) {
                startAt(id, log.next[place][slot]);
            }
        }

        private void addAmount(int row, int wideRow, long amount) {
            if (amount == ReferenceRates.UNKNOWN) {
                return;
            }
            long[] w = wide;
            cells[row + priced]++;
            w[wideRow + sum] += amount;
            if (squares != NOT_KEPT) {
                // 128 bits in two cells: the square of the largest amount does not fit one
                long low = amount * amount;
                int square = wideRow + squares;
                w[square + 1] += low;
                w[square] += Math.multiplyHigh(amount, amount) + (Long.compareUnsigned(w[square + 1], low) < 0 ? 1 : 0);
            }
        }

        private void addRare(int row, int id, int slot, int flags) {
            if (fraud != NOT_KEPT && (flags & OrderLog.FRAUD) != 0) {
                cells[row + fraud]++;
            }
            if (delivered != NOT_KEPT && (flags & OrderLog.DELIVERED) != 0) {
                cells[row + delivered]++;
            }
            for (int i = 0; i < named.length; i++) {
                cells[row + named[i]] += log.keys[namedKeys[i].place()][slot] < 0 ? 0 : 1;
            }
            if (newBuyers != NOT_KEPT) {
                cells[row + newBuyers] += (flags & OrderLog.NEW_BUYER) == 0 ? 0 : 1;
                long rate = log.buyerRisk[slot];
                if (rate >= 0) {
                    cells[row + newBuyers + RISK_KNOWN]++;
                    wide[id * wideWidth + risk] += rate;
                }
            }
        }

        boolean counts(int flag) {
            return cellOf(flag) != NOT_KEPT;
        }

        /** A flag of an order older than the lag has come or gone. */
        void flagged(int slot, int flag, int change) {
            int id = log.keys[place][slot];
            if (id >= 0) {
                cells[id * width + cellOf(flag)] += change;
            }
        }

        private int cellOf(int flag) {
            return flag == OrderLog.FRAUD ? fraud : delivered;
        }
    }

    /** Instead of an id: the order does not name this key. */
    static final int ABSENT = -1;

    static final int RISK_KNOWN = 1;
    private static final int NOT_KEPT = -1;
    private static final int NONE = OrderLog.NONE;
    /** In every row of counts: how many orders of the log name the value, and the newest of them. */
    private static final int HOLDS = 0;

    private static final int NEWEST = 1;
    /** In every row of wide numbers: when the last order before now was placed. */
    private static final int LAST_AT = 0;

    final OrderKey key;
    private final TextIds ids;
    private final OrderLog log;
    private final int place;
    private final SortedMap<Long, Total> totals = new TreeMap<>();
    private final Map<Window, Map<OrderKey, Integer>> distinctCells = new EnumMap<>(Window.class);
    /** Of each distinct count: the lag that ends its window, the pair's place, its cell. Short windows first. */
    private final Lag[] windowEnds;

    private final int[] windowPairs;
    private final int[] windowCells;
    private final @Nullable Total joining;
    /** Where the largest order and the smallest that may yet become the largest stand; and the largest amount. */
    private final int largest;

    private final int largestAmount;
    /** Where the first order of the horizon and its instant stand. */
    private final int first;

    private final int firstAt;

    private int counts = NEWEST + 1;
    private int longs = LAST_AT + 1;
    private final int width;
    private final int wideWidth;
    /** The row of the id {@link TextIds#UNKNOWN} is that of a value without orders, and the pattern of every new row. */
    private int[] cells;

    private long[] wide;

    /**
     * @param lags gives the lag of so many microseconds
     * @param horizon how far back "first" looks
     */
    Ledger(OrderKey key, Wanted wanted, LongFunction<Lag> lags, long horizon, OrderLog log) {
        this.key = key;
        this.ids = new TextIds(key == OrderKey.SHIP_TO);
        this.log = log;
        this.place = key.place();
        log.open(place, wanted.first, wanted.largest);
        SortedMap<Long, Set<Fact>> facts = new TreeMap<>(wanted.facts);
        wanted.distinct.keySet().forEach(window -> facts.computeIfAbsent(window.micros(), _ -> Set.of()));
        long month = Window.MONTH.micros();
        if (!wanted.naming.isEmpty()) {
            facts.computeIfAbsent(0L, _ -> Set.of());
        }
        if (wanted.largest) {
            facts.computeIfAbsent(month, _ -> Set.of());
        }
        if (wanted.first) {
            facts.computeIfAbsent(horizon, _ -> Set.of());
        }
        facts.forEach((micros, of) -> {
            Lag lag = lags.apply(micros);
            Set<OrderKey> naming = micros == 0 || micros == month ? wanted.naming : Set.of();
            Total total = new Total(lag, of, naming);
            totals.put(micros, total);
            lag.add(total);
        });
        List<Lag> ends = new ArrayList<>();
        List<Integer> pairs = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        wanted.distinct.forEach((window, counted) -> {
            Total total = total(window.micros());
            Map<OrderKey, Integer> of = distinctCells.computeIfAbsent(window, _ -> new EnumMap<>(OrderKey.class));
            for (OrderKey other : counted) {
                int pair = OrderKey.pairOf(key, other).place();
                of.put(other, counts);
                ends.add(lags.apply(window.micros()));
                pairs.add(pair);
                places.add(counts);
                total.distinct = and(total.distinct, counts);
                total.notLast = and(total.notLast, 1 << pair);
                counts++;
            }
        });
        windowEnds = ends.toArray(Lag[]::new);
        windowPairs = pairs.stream().mapToInt(Integer::intValue).toArray();
        windowCells = places.stream().mapToInt(Integer::intValue).toArray();
        joining = totals.get(0L);
        largest = wanted.largest ? (counts += 2) - 2 : NOT_KEPT;
        largestAmount = wanted.largest ? longs++ : NOT_KEPT;
        first = wanted.first ? counts++ : NOT_KEPT;
        firstAt = wanted.first ? longs++ : NOT_KEPT;
        if (wanted.largest) {
            total(month).endsLargest = true;
        }
        if (wanted.first) {
            total(horizon).endsFirst = true;
        }
        width = counts;
        wideWidth = longs;
        cells = new int[16 * width];
        wide = new long[16 * wideWidth];
        cells[NEWEST] = NONE;
        wide[LAST_AT] = Long.MIN_VALUE;
        if (wanted.largest) {
            cells[largest] = NONE;
            cells[largest + 1] = NONE;
            wide[largestAmount] = ReferenceRates.UNKNOWN;
        }
        if (wanted.first) {
            cells[first] = NONE;
            wide[firstAt] = Long.MAX_VALUE;
        }
    }

    private static int[] and(int[] numbers, int one) {
        int[] more = Arrays.copyOf(numbers, numbers.length + 1);
        more[numbers.length] = one;
        return more;
    }

    private Total total(long lag) {
        return Objects.requireNonNull(totals.get(lag));
    }

    /** Where the number of orders older than a lag stands. */
    int orders(long lag) {
        return total(lag).orders;
    }

    /** Where the number of orders with a known amount stands. */
    int priced(long lag) {
        return total(lag).priced;
    }

    /** Where their sum stands, among the wide numbers. */
    int sum(long lag) {
        return total(lag).sum;
    }

    /** Where the upper half of the sum of their squares stands; the lower one stands behind it. */
    int squares(long lag) {
        return total(lag).squares;
    }

    int fraud(long lag) {
        return total(lag).fraud;
    }

    int delivered(long lag) {
        return total(lag).delivered;
    }

    /** Where the number of orders by new buyers stands; that of orders whose buyer's fraud rate is known stands behind it. */
    int newBuyers(long lag) {
        return total(lag).newBuyers;
    }

    int risk(long lag) {
        return total(lag).risk;
    }

    /** Where the number of orders that name that key stands. */
    int naming(long lag, OrderKey counted) {
        Total total = total(lag);
        return total.named[Arrays.asList(total.namedKeys).indexOf(counted)];
    }

    /** Where the distinct count stands. */
    int distinct(Window window, OrderKey counted) {
        return Objects.requireNonNull(
                Objects.requireNonNull(distinctCells.get(window)).get(counted));
    }

    int count(int id, int cell) {
        return cells[id * width + cell];
    }

    /** Whether a value may have more orders at hand than this; a quick look that spares most readings another one. */
    boolean mayExceed(int id, int orders) {
        return cells[id * width + HOLDS] > orders;
    }

    int between(int id, int newer, int older) {
        int row = id * width;
        return cells[row + newer] - cells[row + older];
    }

    long wide(int id, int cell) {
        return wide[id * wideWidth + cell];
    }

    long wideBetween(int id, int newer, int older) {
        int row = id * wideWidth;
        return wide[row + newer] - wide[row + older];
    }

    /** When the last order before now was placed; {@link Long#MIN_VALUE} when there is none at hand. */
    long lastAt(int id) {
        return wide[id * wideWidth + LAST_AT];
    }

    /** When the first order of the horizon was placed; not before now when there is none. */
    long firstAt(int id) {
        return wide[id * wideWidth + firstAt];
    }

    /** The largest amount of 30 days, {@link ReferenceRates#UNKNOWN} when there is none. */
    long largest(int id) {
        return wide[id * wideWidth + largestAmount];
    }

    /** The id of the order's value, {@link TextIds#UNKNOWN} when no order at hand has it, {@link #ABSENT} when it has none. */
    int find(Order order) {
        String value = key.valueIn(order);
        return value == null ? ABSENT : ids.find(value, second(order));
    }

    int find(String value) {
        return ids.find(value, null);
    }

    private @Nullable String second(Order order) {
        return key == OrderKey.SHIP_TO ? order.shipToCountry() : null;
    }

    /** The order enters the log under its value. */
    void enter(Order order, int found, int slot, int sequence) {
        int id = found;
        if (id == TextIds.UNKNOWN) {
            id = ids.add(Objects.requireNonNull(key.valueIn(order)), second(order));
            int row = id * width;
            if (row + width > cells.length) {
                cells = Arrays.copyOf(cells, Math.multiplyExact(2, row));
                wide = Arrays.copyOf(wide, Math.multiplyExact(2, id * wideWidth));
            }
            System.arraycopy(cells, 0, cells, row, width);
            System.arraycopy(wide, 0, wide, id * wideWidth, wideWidth);
        }
        log.keys[place][slot] = id;
        if (id == ABSENT) {
            return;
        }
        int row = id * width;
        cells[row + HOLDS]++;
        if (first != NOT_KEPT) {
            log.next[place][slot] = NONE;
            if (cells[row + first] == NONE) {
                startAt(id, sequence);
            } else {
                log.next[place][log.slot(cells[row + NEWEST])] = sequence;
            }
        }
        cells[row + NEWEST] = sequence;
    }

    /** The order was placed; {@code before} tells the last order of each of its pairs before it. */
    void join(int slot, int sequence, int[] before) {
        int id = log.keys[place][slot];
        if (id < 0) {
            return;
        }
        wide[id * wideWidth + LAST_AT] = log.placedAt[slot];
        if (joining != null) {
            joining.add(slot, sequence);
        }
        int row = id * width;
        for (int i = 0; i < windowCells.length; i++) {
            cells[row + windowCells[i]] += before[windowPairs[i]] < windowEnds[i].next ? 1 : 0;
        }
        if (largest != NOT_KEPT && log.amount[slot] != ReferenceRates.UNKNOWN) {
            rank(id, row, slot, sequence);
        }
    }

    /** Something else than an order of the log names the value, or no longer does. */
    void hold(int id, int change) {
        int row = id * width;
        cells[row + HOLDS] += change;
        if (cells[row + HOLDS] == 0) {
            ids.remove(id);
        }
    }

    /** The order leaves the log: every lag has been passed. */
    void leave(int slot) {
        int id = log.keys[place][slot];
        if (id >= 0) {
            hold(id, -1);
        }
    }

    private void startAt(int id, int sequence) {
        cells[id * width + first] = sequence;
        wide[id * wideWidth + firstAt] = sequence == NONE ? Long.MAX_VALUE : log.placedAt[log.slot(sequence)];
    }

    /** Keeps the orders that can still become the largest, in falling order of amount. */
    private void rank(int id, int row, int slot, int sequence) {
        int head = row + largest;
        int last = cells[head + 1];
        while (last != NONE && log.amount[log.slot(last)] <= log.amount[slot]) {
            last = last == cells[head] ? NONE : log.largerBefore[place][log.slot(last)];
        }
        if (last == NONE) {
            cells[head] = sequence;
            wide[id * wideWidth + largestAmount] = log.amount[slot];
        } else {
            log.smallerAfter[place][log.slot(last)] = sequence;
        }
        log.largerBefore[place][slot] = last;
        cells[head + 1] = sequence;
    }

    private void fallDown(int id, int row, int sequence) {
        int head = row + largest;
        boolean only = cells[head + 1] == sequence;
        int then = only ? NONE : log.smallerAfter[place][log.slot(sequence)];
        cells[head] = then;
        if (only) {
            cells[head + 1] = NONE;
        }
        wide[id * wideWidth + largestAmount] = only ? ReferenceRates.UNKNOWN : log.amount[log.slot(then)];
    }

    /** Bytes held, without the values' texts. */
    long bytes() {
        return 4L * cells.length + 8L * wide.length + ids.bytes();
    }
}
