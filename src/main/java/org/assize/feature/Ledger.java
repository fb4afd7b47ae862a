package org.assize.feature;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import org.assize.platform.ReferenceRates;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of each value of one key: a row of whole numbers, most of them the total of its orders older than some
 * {@link Lag}. What lies between two lags is the difference of their totals; since they are whole numbers, it is exact whatever
 * came before, and even after a total has overflowed.
 *
 * <p>A distinct count is the number of orders in the window that are the last of their pair: no set per window is kept.
 *
 * <p>A row is made of words of 64 bits. A cell is half a word, for what is counted; sums take whole ones. What one total adds up
 * stands together, and in no word with anything else: total by total is taken through the instants of a {@link Block}, and what
 * the words of the block's values then are is put down in columns.
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

        SortedMap<Long, Set<Fact>> all(long horizon) {
            SortedMap<Long, Set<Fact>> all = new TreeMap<>(facts);
            distinct.keySet().forEach(window -> all.computeIfAbsent(window.micros(), _ -> Set.of()));
            all.computeIfAbsent(0L, _ -> Set.of());
            if (largest || !naming.isEmpty()) {
                all.computeIfAbsent(Window.MONTH.micros(), _ -> Set.of());
            }
            if (first) {
                all.computeIfAbsent(horizon, _ -> Set.of());
            }
            return all;
        }
    }

    /** What the orders of each value add up to that are older than a lag: where its numbers stand in a row. */
    private static final class Total {

        final int lag;
        /** The words it has, and those of its distinct counts. */
        final int word;

        final int words;
        final int distinctWord;
        final int distinctWords;
        final int orders;
        final int priced;
        final int sum;
        final int squares;
        final int fraud;
        final int delivered;
        final int newBuyers;
        final int riskKnown;
        final int risk;
        final int[] namedKeys;
        final int[] named;
        final int[] distinct;
        final int[] pairs;
        /** When the last order was placed: for the total of all orders. */
        final int lastAt;
        /** When the first order of the horizon was placed: for the total of those beyond it. */
        final int firstAt;

        final boolean rare;

        Total(
                Cells cells,
                int lag,
                Set<Fact> facts,
                Set<OrderKey> naming,
                int[] pairs,
                boolean joining,
                boolean first) {
            this.lag = lag;
            this.pairs = pairs;
            word = cells.words;
            orders = facts.contains(Fact.ORDERS) ? cells.half() : NOT_KEPT;
            priced = facts.contains(Fact.AMOUNTS) ? cells.half() : NOT_KEPT;
            fraud = facts.contains(Fact.FRAUD) ? cells.half() : NOT_KEPT;
            delivered = facts.contains(Fact.DELIVERED) ? cells.half() : NOT_KEPT;
            namedKeys = naming.stream().mapToInt(OrderKey::place).toArray();
            named = new int[namedKeys.length];
            Arrays.setAll(named, _ -> cells.half());
            boolean buyers = facts.contains(Fact.BUYERS);
            newBuyers = buyers ? cells.half() : NOT_KEPT;
            riskKnown = buyers ? cells.half() : NOT_KEPT;
            risk = buyers ? cells.words(1) : NOT_KEPT;
            sum = facts.contains(Fact.AMOUNTS) ? cells.words(1) : NOT_KEPT;
            squares = facts.contains(Fact.SQUARES) ? cells.words(2) : NOT_KEPT;
            lastAt = joining ? cells.words(1) : NOT_KEPT;
            firstAt = first ? cells.words(1) : NOT_KEPT;
            cells.close();
            words = cells.words - word;
            distinctWord = cells.words;
            distinct = new int[pairs.length];
            Arrays.setAll(distinct, _ -> cells.half());
            cells.close();
            distinctWords = cells.words - distinctWord;
            rare = named.length > 0 || newBuyers != NOT_KEPT || delivered != NOT_KEPT || first;
        }
    }

    /** Deals out the words of a row. */
    private static final class Cells {

        private int words;
        private int half = NOT_KEPT;

        int half() {
            if (half != NOT_KEPT) {
                int upper = half;
                half = NOT_KEPT;
                return upper;
            }
            half = 2 * words + 1;
            return 2 * words++;
        }

        int words(int count) {
            int first = words;
            words += count;
            return first;
        }

        void close() {
            half = NOT_KEPT;
        }
    }

    /** Where everything stands in the rows of a key. Immutable. */
    static final class Layout {

        final OrderKey key;
        private final boolean ranked;
        private final boolean chained;
        private final SortedMap<Long, Total> byLag = new TreeMap<>();
        private final Total[] totals;
        private final Total joining;
        private final Map<Window, List<OrderKey>> distinct = new EnumMap<>(Window.class);
        private final int month;
        /** In every row: how many orders of the log name the value, and the newest of them. */
        private final int holds;

        private final int newest;
        /** The largest order and the smallest that may yet become the largest; and the largest amount. */
        private final int largest;

        private final int smallest;
        private final int largestAmount;
        /** The first order of the horizon. */
        private final int first;

        private final int firstAt;
        private final int width;
        private final long[] empty;

        /**
         * @param lags gives the number of the lag of so many microseconds
         * @param horizon how far back "first" looks
         */
        Layout(OrderKey key, Wanted wanted, LongToIntFunction lags, long horizon) {
            this.key = key;
            ranked = wanted.largest;
            chained = wanted.first;
            Cells cells = new Cells();
            holds = cells.half();
            newest = cells.half();
            first = chained ? cells.half() : NOT_KEPT;
            largest = ranked ? cells.half() : NOT_KEPT;
            smallest = ranked ? cells.half() : NOT_KEPT;
            cells.close();
            largestAmount = ranked ? cells.words(1) : NOT_KEPT;
            wanted.distinct.forEach((window, counted) -> distinct.put(window, List.copyOf(counted)));
            long month = Window.MONTH.micros();
            this.month = ranked ? lags.applyAsInt(month) : NOT_KEPT;
            wanted.all(horizon).forEach((micros, facts) -> {
                int[] pairs = distinct.entrySet().stream()
                        .filter(e -> e.getKey().micros() == micros)
                        .flatMap(e -> e.getValue().stream())
                        .mapToInt(counted -> OrderKey.pairOf(key, counted).place())
                        .toArray();
                Set<OrderKey> naming = micros == 0 || micros == month ? wanted.naming : Set.of();
                boolean ends = chained && micros == horizon;
                byLag.put(micros, new Total(cells, lags.applyAsInt(micros), facts, naming, pairs, micros == 0, ends));
            });
            totals = byLag.values().toArray(Total[]::new);
            joining = total(0);
            firstAt = chained ? total(horizon).firstAt : NOT_KEPT;
            width = cells.words;
            empty = new long[width];
            put(empty, newest, NONE);
            empty[joining.lastAt] = Long.MIN_VALUE;
            if (chained) {
                put(empty, first, NONE);
                empty[firstAt] = Long.MAX_VALUE;
            }
            if (ranked) {
                put(empty, largest, NONE);
                put(empty, smallest, NONE);
                empty[largestAmount] = ReferenceRates.UNKNOWN;
            }
        }

        private Total total(long lag) {
            return Objects.requireNonNull(byLag.get(lag));
        }

        /** The cell of the number of orders older than a lag. */
        int orders(long lag) {
            return total(lag).orders;
        }

        /** The cell of the number of orders with a known amount. */
        int priced(long lag) {
            return total(lag).priced;
        }

        /** The word of their sum. */
        int sum(long lag) {
            return total(lag).sum;
        }

        /** The word of the upper half of the sum of their squares; the lower one stands behind it. */
        int squares(long lag) {
            return total(lag).squares;
        }

        int fraud(long lag) {
            return total(lag).fraud;
        }

        int delivered(long lag) {
            return total(lag).delivered;
        }

        /** The cell of the number of orders by new buyers. */
        int newBuyers(long lag) {
            return total(lag).newBuyers;
        }

        /** The cell of the number of orders whose buyer's fraud rate is known. */
        int riskKnown(long lag) {
            return total(lag).riskKnown;
        }

        /** The word of the sum of these rates. */
        int risk(long lag) {
            return total(lag).risk;
        }

        /** The cell of the number of orders that name that key. */
        int naming(long lag, OrderKey counted) {
            Total total = total(lag);
            for (int i = 0; i < total.named.length; i++) {
                if (total.namedKeys[i] == counted.place()) {
                    return total.named[i];
                }
            }
            throw new IllegalArgumentException(key + " does not count who names a " + counted);
        }

        /** The cell of the distinct count. */
        int distinct(Window window, OrderKey counted) {
            int place = Objects.requireNonNull(distinct.get(window)).indexOf(counted);
            return total(window.micros()).distinct[place];
        }

        /** The word of the instant of the last order; {@link Long#MIN_VALUE} stands for none at hand. */
        int lastAt() {
            return joining.lastAt;
        }

        /** The word of the instant of the first order of the horizon; one that has not come stands for none. */
        int firstAt() {
            return firstAt;
        }

        /** The word of the largest amount of 30 days; {@link ReferenceRates#UNKNOWN} stands for none. */
        int largest() {
            return largestAmount;
        }
    }

    /** Instead of an id: the order does not name this key. */
    static final int ABSENT = -1;

    private static final int NOT_KEPT = -1;
    /** Words that come near together. */
    private static final int LINE = 8;

    private static final int NONE = OrderLog.NONE;
    private static final long HALF = 0xFFFF_FFFFL;

    private final Layout layout;
    private final int width;
    private final TextIds ids;
    private final OrderLog log;
    private final int place;
    /** The row of the id {@link TextIds#UNKNOWN} is that of a value without orders. */
    private long[] rows;
    /** By word: what it was at each instant of the block. */
    private final long[][] columns;
    /** The instants of the block at which the value may have more orders than a feature looks at. */
    int[] crowded = {};

    int crowds;

    Ledger(Layout layout, OrderLog log) {
        this.layout = layout;
        this.width = layout.width;
        this.ids = new TextIds(layout.key == OrderKey.SHIP_TO);
        this.log = log;
        this.place = layout.key.place();
        log.open(log.keys, place);
        if (layout.chained) {
            log.open(log.next, place);
        }
        if (layout.ranked) {
            log.open(log.largerBefore, place);
            log.open(log.smallerAfter, place);
        }
        rows = Arrays.copyOf(layout.empty, 8 * width);
        columns = new long[width][1];
    }

    OrderKey key() {
        return layout.key;
    }

    /** What a word was at each instant of the block. */
    long[] column(int word) {
        return columns[word];
    }

    /** The column in which a cell stands. */
    long[] columnOf(int cell) {
        return columns[cell >> 1];
    }

    int count(int cell, int i) {
        return half(columns[cell >> 1][i], cell);
    }

    int between(int i, int newer, int older) {
        return count(newer, i) - count(older, i);
    }

    long wideBetween(int i, int newer, int older) {
        return columns[newer][i] - columns[older][i];
    }

    /** Which half of its word a cell is, see {@link #columnOf}. */
    static int half(long word, int cell) {
        return (int) (word >>> (cell << 5));
    }

    private static void put(long[] rows, int cell, int value) {
        int shift = cell << 5;
        rows[cell >> 1] = rows[cell >> 1] & ~(HALF << shift) | (value & HALF) << shift;
    }

    private int get(int row, int cell) {
        return half(rows[row + (cell >> 1)], cell);
    }

    private void put(int row, int cell, int value) {
        put(rows, 2 * row + cell, value);
    }

    private void add(int row, int cell, int change) {
        rows[row + (cell >> 1)] += (long) change << (cell << 5);
    }

    /** The id of the order's value, {@link TextIds#UNKNOWN} when no order at hand has it, {@link #ABSENT} when it has none. */
    int find(Order order) {
        String value = layout.key.valueIn(order);
        return value == null ? ABSENT : ids.find(value, second(order));
    }

    int find(String value) {
        return ids.find(value, null);
    }

    private @Nullable String second(Order order) {
        return layout.key == OrderKey.SHIP_TO ? order.shipToCountry() : null;
    }

    /** The orders enter the log under their values. */
    void enter(List<Order> orders, int sequence, Ahead ahead) {
        int count = orders.size();
        for (int i = 0; i < count; i++) {
            Order order = orders.get(i);
            ahead.texts[i] = layout.key.valueIn(order);
            ahead.seconds[i] = second(order);
        }
        ids.find(ahead, count);
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += rows[Math.max(ahead.ids[i], 0) * width];
        }
        ahead.seen += seen;
        for (int i = 0; i < count; i++) {
            log.keys[place][log.slot(sequence + i)] = enter(ahead, i, sequence + i);
        }
    }

    private int enter(Ahead ahead, int i, int sequence) {
        String text = ahead.texts[i];
        if (text == null) {
            return ABSENT;
        }
        int id = ahead.ids[i];
        if (id == TextIds.UNKNOWN) {
            // another one may have brought it just now
            id = ids.find(text, ahead.seconds[i]);
        }
        if (id == TextIds.UNKNOWN) {
            id = ids.add(text, ahead.seconds[i]);
            if ((id + 1) * width > rows.length) {
                rows = Arrays.copyOf(rows, Math.multiplyExact(2, id * width));
            }
            System.arraycopy(layout.empty, 0, rows, id * width, width);
        }
        int row = id * width;
        add(row, layout.holds, 1);
        if (layout.chained) {
            log.next[place][log.slot(sequence)] = NONE;
            if (get(row, layout.first) == NONE) {
                startAt(row, sequence);
            } else {
                log.next[place][log.slot(get(row, layout.newest))] = sequence;
            }
            put(row, layout.newest, sequence);
        }
        return id;
    }

    /** Goes through the instants of a block. */
    void pass(
            Block block,
            Lag[] lags,
            @Nullable PairLedger[] pairs,
            Words fraud,
            Words deliveries,
            int most,
            Ahead ahead) {
        int[] looked = block.ids[place];
        if (columns[0].length < block.size) {
            for (int word = 0; word < width; word++) {
                columns[word] = new long[block.at.length];
            }
        }
        long seen = lookAhead(looked, block.size);
        for (Total total : layout.totals) {
            seen += lookAhead(lags[total.lag], total.word);
            if (total.firstAt != NOT_KEPT) {
                seen += lookAtNext(lags[total.lag]);
            }
            pass(total, block, lags[total.lag], looked, fraud, deliveries);
            if (total.pairs.length > 0) {
                passDistinct(total, block.size, lags[total.lag], lags[0], looked, pairs);
            }
        }
        if (layout.ranked) {
            seen += lookAhead(lags[layout.month], layout.largest >> 1) + lookAtSmallest(lags[0]);
            passRanked(block.size, lags[layout.month], lags[0], looked);
        }
        ahead.seen += seen;
        crowds = 0;
        for (int i = 0; i < block.size; i++) {
            if (looked[i] >= 0 && get(looked[i] * width, layout.holds) > most) {
                if (crowded.length <= crowds) {
                    crowded = Arrays.copyOf(crowded, Block.SIZE);
                }
                crowded[crowds++] = i;
            }
        }
    }

    /** The rows that are looked at. */
    private long lookAhead(int[] looked, int size) {
        long[] r = rows;
        long seen = 0;
        for (int i = 0; i < size; i++) {
            int row = Math.max(looked[i], 0) * width;
            for (int word = 0; word < width; word += LINE) {
                seen += r[row + word];
            }
            seen += r[row + width - 1];
        }
        return seen;
    }

    /** A word of the rows of the orders that pass a lag. */
    private long lookAhead(Lag lag, int word) {
        long[] r = rows;
        int[] keys = log.keys[place];
        long seen = 0;
        for (int x = lag.from; x < lag.next; x++) {
            seen += r[Math.max(keys[log.slot(x)], 0) * width + word];
        }
        return seen;
    }

    private void pass(Total total, Block block, Lag lag, int[] looked, Words fraud, Words deliveries) {
        long[] r = rows;
        int[] keys = log.keys[place];
        int mask = log.mask;
        int word = total.word;
        int words = total.words;
        long[] first = columns[word];
        long[] second = columns[word + Math.min(words - 1, 1)];
        long[] third = columns[word + Math.min(words - 1, 2)];
        int ordersWord = total.orders >> 1;
        long oneOrder = 1L << (total.orders << 5);
        int x = lag.from;
        int toldFrauds = 0;
        int toldDeliveries = 0;
        for (int i = 0; i < block.size; i++) {
            long at = block.at[i];
            if (total.fraud != NOT_KEPT) {
                toldFrauds = tell(total.fraud, fraud, toldFrauds, at, x);
            }
            if (total.delivered != NOT_KEPT) {
                toldDeliveries = tell(total.delivered, deliveries, toldDeliveries, at, x);
            }
            for (int until = lag.until[i]; x < until; x++) {
                int slot = x & mask;
                int id = keys[slot];
                if (id >= 0) {
                    int row = id * width;
                    if (total.orders != NOT_KEPT) {
                        r[row + ordersWord] += oneOrder;
                    }
                    if (total.fraud != NOT_KEPT && fraud.isTrue(log, x, slot, at)) {
                        add(row, total.fraud, 1);
                    }
                    if (total.priced != NOT_KEPT) {
                        addAmount(total, row, log.amount[slot]);
                    }
                    if (total.lastAt != NOT_KEPT) {
                        r[row + total.lastAt] = log.placedAt[slot];
                    }
                    if (total.rare) {
                        addRare(total, row, x, slot, at);
                    }
                }
            }
            int id = looked[i];
            if (id >= 0) {
                int from = id * width + word;
                first[i] = r[from];
                if (words > 1) {
                    second[i] = r[from + 1];
                }
                if (words > 2) {
                    third[i] = r[from + 2];
                }
                for (int w = 3; w < words; w++) {
                    columns[word + w][i] = r[from + w];
                }
            }
        }
    }

    /** Lets the totals know of what has become known of orders before {@code x}, which have passed. */
    private int tell(int cell, Words words, int told, long at, int x) {
        int t = told;
        for (; t < words.size && words.at[t] < at; t++) {
            if (words.orders[t] < x) {
                int id = log.keys[place][log.slot(words.orders[t])];
                if (id >= 0) {
                    add(id * width, cell, words.change[t]);
                }
            }
        }
        return t;
    }

    private void addAmount(Total total, int row, long amount) {
        if (amount == ReferenceRates.UNKNOWN) {
            return;
        }
        add(row, total.priced, 1);
        rows[row + total.sum] += amount;
        if (total.squares != NOT_KEPT) {
            // 128 bits in two words: the square of the largest amount does not fit one
            long low = amount * amount;
            int square = row + total.squares;
            rows[square + 1] += low;
            rows[square] +=
                    Math.multiplyHigh(amount, amount) + (Long.compareUnsigned(rows[square + 1], low) < 0 ? 1 : 0);
        }
    }

    private void addRare(Total total, int row, int sequence, int slot, long at) {
        if (total.delivered != NOT_KEPT && log.deliveredAt[slot] < at) {
            add(row, total.delivered, 1);
        }
        for (int i = 0; i < total.named.length; i++) {
            if (log.keys[total.namedKeys[i]][slot] >= 0) {
                add(row, total.named[i], 1);
            }
        }
        if (total.newBuyers != NOT_KEPT) {
            if ((log.flags[slot] & OrderLog.NEW_BUYER) != 0) {
                add(row, total.newBuyers, 1);
            }
            long rate = log.buyerRisk[slot];
            if (rate >= 0) {
                add(row, total.riskKnown, 1);
                rows[row + total.risk] += rate;
            }
        }
        if (total.firstAt != NOT_KEPT && get(row, layout.first) == sequence) {
            startAt(row, log.next[place][slot]);
        }
    }

    /** An order that joins is the last of its pair; the one before it no longer is. So what leaves counted only if none came later. */
    private void passDistinct(
            Total total, int size, Lag lag, Lag placing, int[] looked, @Nullable PairLedger[] pairLedgers) {
        long[] r = rows;
        int[] keys = log.keys[place];
        int mask = log.mask;
        int pairs = total.pairs.length;
        int[][] later = new int[pairs][];
        int[][] earlier = new int[pairs][];
        int[] words = new int[pairs];
        for (int p = 0; p < pairs; p++) {
            later[p] = log.later[total.pairs[p]];
            earlier[p] = Objects.requireNonNull(pairLedgers[total.pairs[p]]).earlier;
            words[p] = total.distinct[p] >> 1;
        }
        int joined = placing.from;
        int x = lag.from;
        for (int i = 0; i < size; i++) {
            for (int until = placing.until[i]; joined < until; joined++) {
                int id = keys[joined & mask];
                for (int p = 0; id >= 0 && p < pairs; p++) {
                    long one = earlier[p][joined & earlier[p].length - 1] < x ? 1 : 0;
                    r[id * width + words[p]] += one << (total.distinct[p] << 5);
                }
            }
            for (int until = lag.until[i]; x < until; x++) {
                int id = keys[x & mask];
                for (int p = 0; id >= 0 && p < pairs; p++) {
                    long one = later[p][x & mask] >= joined ? 1 : 0;
                    r[id * width + words[p]] -= one << (total.distinct[p] << 5);
                }
            }
            int id = looked[i];
            if (id >= 0) {
                for (int w = total.distinctWord; w < total.distinctWord + total.distinctWords; w++) {
                    columns[w][i] = r[id * width + w];
                }
            }
        }
    }

    private long lookAtNext(Lag horizon) {
        long seen = 0;
        for (int x = horizon.from; x < horizon.next; x++) {
            seen += log.placedAt[log.slot(log.next[place][log.slot(x)])];
        }
        return seen;
    }

    private long lookAtSmallest(Lag placing) {
        int[] keys = log.keys[place];
        long seen = 0;
        for (int x = placing.from; x < placing.next; x++) {
            seen += log.amount[log.slot(get(Math.max(keys[log.slot(x)], 0) * width, layout.smallest))];
        }
        return seen;
    }

    private void passRanked(int size, Lag month, Lag placing, int[] looked) {
        int[] keys = log.keys[place];
        int joined = placing.from;
        int x = month.from;
        for (int i = 0; i < size; i++) {
            for (int until = placing.until[i]; joined < until; joined++) {
                int slot = joined & log.mask;
                if (keys[slot] >= 0 && log.amount[slot] != ReferenceRates.UNKNOWN) {
                    rank(keys[slot] * width, slot, joined);
                }
            }
            for (int until = month.until[i]; x < until; x++) {
                int id = keys[x & log.mask];
                if (id >= 0 && get(id * width, layout.largest) == x) {
                    fallDown(id * width, x);
                }
            }
            if (looked[i] >= 0) {
                columns[layout.largestAmount][i] = rows[looked[i] * width + layout.largestAmount];
            }
        }
    }

    /** Something else than an order of the log names the value, or no longer does. */
    void hold(int id, int change) {
        int row = id * width;
        add(row, layout.holds, change);
        if (get(row, layout.holds) == 0) {
            ids.remove(id);
        }
    }

    /** The orders leave the log: every lag has been passed. */
    void leave(int from, int until, Ahead ahead) {
        int[] keys = log.keys[place];
        for (int first = from; first < until; first += Block.SIZE) {
            int count = Math.min(Block.SIZE, until - first);
            ahead.room(count);
            long seen = 0;
            for (int i = 0; i < count; i++) {
                int id = Math.max(keys[log.slot(first + i)], 0);
                ahead.ids[i] = id;
                seen += rows[id * width];
            }
            ahead.seen += seen + ids.look(ahead.ids, count);
            for (int x = first; x < first + count; x++) {
                int id = keys[log.slot(x)];
                if (id >= 0) {
                    hold(id, -1);
                }
            }
        }
    }

    private void startAt(int row, int sequence) {
        put(row, layout.first, sequence);
        rows[row + layout.firstAt] = sequence == NONE ? Long.MAX_VALUE : log.placedAt[log.slot(sequence)];
    }

    /** Keeps the orders that can still become the largest, in falling order of amount. */
    private void rank(int row, int slot, int sequence) {
        int first = get(row, layout.largest);
        int last = get(row, layout.smallest);
        while (last != NONE && log.amount[log.slot(last)] <= log.amount[slot]) {
            last = last == first ? NONE : log.largerBefore[place][log.slot(last)];
        }
        if (last == NONE) {
            put(row, layout.largest, sequence);
            rows[row + layout.largestAmount] = log.amount[slot];
        } else {
            log.smallerAfter[place][log.slot(last)] = sequence;
        }
        log.largerBefore[place][slot] = last;
        put(row, layout.smallest, sequence);
    }

    private void fallDown(int row, int sequence) {
        boolean only = get(row, layout.smallest) == sequence;
        int then = only ? NONE : log.smallerAfter[place][log.slot(sequence)];
        put(row, layout.largest, then);
        if (only) {
            put(row, layout.smallest, NONE);
        }
        rows[row + layout.largestAmount] = only ? ReferenceRates.UNKNOWN : log.amount[log.slot(then)];
    }

    /** Bytes held, without the values' texts. */
    long bytes() {
        return 8L * rows.length + ids.bytes();
    }
}
