package org.assize.feature;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.assize.subject.Attributes;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/**
 * Computes vectors while time passes, for years of history as for one live order.
 *
 * <p>It is told what happened ({@code observe}, {@code know}) and asked for vectors, with instants that never go back. A vector
 * at t sees exactly the events with a time before t: what was told for t or later waits, and so orders of one instant see
 * nothing of each other, in whatever order they are told. Facts of an order that come later than its placing have times that
 * follow from the record itself:
 *
 * <ul>
 *   <li>it is delivered at {@code deliveredAt} (at {@code placedAt}, should that be later);
 *   <li>it is settled 30 days after {@code placedAt}, and its status and review count from then on. The record does not say
 *       when it was refunded or reviewed, and both may come long after the delivery: any instant before would show vectors what
 *       nobody knew. What was delivered still later counts as undelivered and no more: its status and review are younger yet;
 *   <li>a seller is what was told of it last before t ({@link SellerVersion}); before it was told at all, as in an imported
 *       history, what is known now;
 *   <li>fraud is known at {@code knownAt}; the last word before t wins, of two words at one instant the one that says fraud.
 * </ul>
 *
 * <p>A feature that would have to look at more than {@link FeatureOptions#mostOrders} orders of its key says so instead
 * ({@link Look}): live, no more of them are read, and history says the same.
 *
 * <p>Exact: what is added up are whole numbers (amounts in minor units of the reference currency), turned into a double only
 * at the end. Each order passes each {@link Lag} once, so a vector costs the same however many orders its keys have, and
 * nothing is allocated for it. Many vectors are cheaper at once ({@link #vectors}): what is known of one key is gone through for
 * all of them before that of the next ({@link Block}), by the same code as for one. Holds the orders of the last weeks only
 * ({@link HistoryNeeds}), under 220 bytes each beside their ids; and for each value that these orders name 80 to 330 bytes, for
 * each pair of values 40 to 105. Up to 9 million orders of one key within 30 days. Not for several threads at once.
 */
public final class FeatureEngine {

    private static final int KEYS = OrderKey.values().length;
    private static final long MONTH = Window.MONTH.micros();
    private static final long SETTLED_AFTER = Micros.of(FeatureOptions.SETTLED_AFTER);
    private static final int SELLER = OrderKey.SELLER.place();
    private static final int BUYER = OrderKey.BUYER.place();
    /** Orders that are placed in one go, where no vectors lie between them. */
    private static final int STEP = 1_024;

    private final FeaturePlan plan;
    private final FeatureOptions options;
    private final OrderLog log;
    private final Lag[] lags;
    /** The lag of nothing: its pointer is at the first order that waits for time to pass it. */
    private final Lag placing;

    private final Ledger[] kept;
    private final @Nullable Ledger[] ledgers = new Ledger[KEYS];
    private final PairLedger[] keptPairs;
    private final @Nullable PairLedger[] pairs = new PairLedger[KEYS];
    private final @Nullable Settlements settlements;
    private final boolean looksAtBuyers;
    private final TextIds orderIds = new TextIds(false);
    private int[] sequenceOf = new int[32];
    private final Map<String, FraudKnowledge> early = new HashMap<>();
    private final PriorityQueue<FraudKnowledge> toKnow =
            new PriorityQueue<>(Comparator.comparing(FraudKnowledge::knownAt));
    private final DeliveryQueue toDeliver = new DeliveryQueue();
    /** What happens in the block at hand. */
    private final Words frauds = new Words();

    private final Words deliveries = new Words();
    /** The first order whose buyer has not been looked at. */
    private int looked;

    private final Ahead ahead = new Ahead();
    private final double[] waste;

    /** Everything before this has happened and is in the rows. */
    private long clock = Long.MIN_VALUE;

    // What the readings look at.
    final Block block = new Block();
    final KnownSellers sellers;
    private @Nullable Seller seller;

    /** An engine for the features of these catalogues only; a narrow catalogue makes a fast engine. */
    public FeatureEngine(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this(new FeaturePlan(orders, sellers, options));
    }

    /** An engine that knows of nothing yet. */
    public FeatureEngine(FeaturePlan plan) {
        this.plan = plan;
        this.options = plan.options;
        looksAtBuyers = plan.newBuyers || plan.risk;
        log = new OrderLog(plan.service, plan.fraud, looksAtBuyers);
        lags = Arrays.stream(plan.lags).mapToObj(Lag::new).toArray(Lag[]::new);
        placing = lags[0];
        kept = plan.ledgers.stream().map(layout -> new Ledger(layout, log)).toArray(Ledger[]::new);
        for (Ledger ledger : kept) {
            ledgers[ledger.key().place()] = ledger;
        }
        keptPairs =
                plan.pairs.stream().map(layout -> new PairLedger(layout, log)).toArray(PairLedger[]::new);
        for (PairLedger pair : keptPairs) {
            pairs[pair.key().place()] = pair;
        }
        settlements = plan.service ? new Settlements(ledger(SELLER), log, options.lowReview()) : null;
        sellers = new KnownSellers(options.publicMailDomains());
        waste = new double[Math.max(plan.orders.size(), plan.sellers.size())];
    }

    public FeatureCatalog orders() {
        return plan.orders;
    }

    public FeatureCatalog sellers() {
        return plan.sellers;
    }

    /**
     * Tells of a seller, once, with the record as last known.
     *
     * @throws IllegalArgumentException when it was told differently, or time has already passed its registration
     */
    public void know(Seller told) {
        if (told.registeredAt() != null) {
            notBeforeClock(Micros.of(told.registeredAt()), "seller", told.sellerId());
        }
        sellers.add(told);
    }

    /**
     * Tells what a seller was from an instant on.
     *
     * @throws IllegalArgumentException when time has already passed that instant
     */
    public void know(SellerVersion told) {
        notBeforeClock(
                Micros.of(told.from()), "a version of seller", told.seller().sellerId());
        sellers.add(told);
    }

    /** @throws IllegalArgumentException when time has already passed {@code knownAt} */
    public void know(FraudKnowledge told) {
        notBeforeClock(Micros.of(told.knownAt()), "fraud knowledge on order", told.orderId());
        if (plan.fraud) {
            toKnow.add(told);
        }
    }

    /** @throws IllegalArgumentException when time has already passed {@code knownAt} */
    public void know(SellerFraud told) {
        notBeforeClock(Micros.of(told.knownAt()), "fraud knowledge on seller", told.sellerId());
        sellers.add(told);
    }

    /**
     * Tells of an order, once, not before any order told earlier.
     *
     * @throws IllegalArgumentException when it comes too late or twice
     */
    public void observe(Order told) {
        observe(List.of(told));
    }

    /** Tells of many orders, in the order of time. */
    void observe(List<Order> told) {
        for (int from = 0; from < told.size(); from += Block.SIZE) {
            enter(told.subList(from, Math.min(told.size(), from + Block.SIZE)));
        }
    }

    private void enter(List<Order> told) {
        ahead.room(told.size());
        int first = log.end;
        if (plan.fraud) {
            orderIds.lookFor(told, ahead);
        }
        for (Order order : told) {
            append(order);
        }
        for (Ledger ledger : kept) {
            ledger.enter(told, first, ahead);
        }
    }

    private void append(Order told) {
        long placedAt = Micros.of(told.placedAt());
        notBeforeClock(placedAt, "order", told.orderId());
        if (log.end > placing.next && placedAt < log.placedAt[log.slot(log.end - 1)]) {
            throw new IllegalArgumentException("order " + told.orderId() + " comes after a later one");
        }
        if (plan.fraud && orderIds.find(told.orderId(), null) != TextIds.UNKNOWN) {
            throw new IllegalArgumentException("order " + told.orderId() + " was already observed");
        }
        int sequence = log.append();
        int slot = log.slot(sequence);
        log.placedAt[slot] = placedAt;
        log.amount[slot] = plan.converter.minor(told.amount());
        log.flags[slot] = 0;
        if (plan.fraud) {
            rememberId(told, sequence, slot);
        }
        if (plan.service) {
            expectSettlement(told, placedAt, sequence, slot);
        }
    }

    private void rememberId(Order told, int sequence, int slot) {
        int id = orderIds.add(told.orderId(), null);
        if (id >= sequenceOf.length) {
            sequenceOf = Arrays.copyOf(sequenceOf, 2 * id);
        }
        sequenceOf[id] = sequence;
        log.orderId[slot] = id;
        log.knownAt[slot] = Long.MIN_VALUE;
        FraudKnowledge known = early.isEmpty() ? null : early.remove(told.orderId());
        if (known != null) {
            log.knownAt[slot] = Micros.of(known.knownAt());
            log.flags[slot] |= (short) (known.fraud() ? OrderLog.FRAUD : 0);
        }
    }

    private void expectSettlement(Order told, long placedAt, int sequence, int slot) {
        long deliveredAt =
                told.deliveredAt() == null ? Long.MAX_VALUE : Math.max(placedAt, Micros.of(told.deliveredAt()));
        boolean inTime = deliveredAt <= placedAt + SETTLED_AFTER;
        boolean tooLate = !inTime && told.deliveredAt() != null;
        int flags = told.status() == null ? 0 : OrderLog.TOLD;
        boolean cancelled = false;
        if (!tooLate && told.status() != null) {
            cancelled = isOneOf(told.status(), "cancelled", "canceled");
            flags |= cancelled ? OrderLog.CANCELLED : 0;
            flags |= isOneOf(told.status(), "refunded", "returned") ? OrderLog.REFUNDED : 0;
        }
        log.deliveredAt[slot] = inTime ? deliveredAt : Long.MAX_VALUE;
        if (inTime) {
            flags |= deliveredAt - placedAt > plan.lateAfter ? OrderLog.LATE : 0;
            toDeliver.add(deliveredAt, sequence);
        } else {
            flags |= cancelled ? 0 : OrderLog.UNDELIVERED;
        }
        log.flags[slot] |= (short) flags;
        Integer stars = told.reviewScore();
        log.review[slot] = (byte) (!tooLate && stars != null && stars > 0 && stars <= 100 ? stars : 0);
    }

    private static boolean isOneOf(String status, String one, String other) {
        return status.equalsIgnoreCase(one) || status.equalsIgnoreCase(other);
    }

    /** The vector of an order as of its {@code placedAt}, in the order of the catalogue. The order need not be observed. */
    public double[] vector(Order subject) {
        double[] vector = new double[plan.orders.size()];
        vector(subject, vector);
        return vector;
    }

    /** Writes the vector into an array at least as long as the catalogue. */
    public void vector(Order subject, double[] into) {
        long at = Micros.of(subject.placedAt());
        notBeforeClock(at, "a vector of order", subject.orderId());
        passTo(at);
        int i = add(at, subject.placedAt(), subject, plan.converter.minor(subject.amount()), into);
        for (Ledger ledger : kept) {
            block.ids[ledger.key().place()][i] = ledger.find(subject);
        }
        pass(plan.ofOrders, 0);
    }

    /**
     * Tells of orders and writes the vector of each, as if each were asked for before it is told of; only faster.
     *
     * @param told in the order of time, not before any order told earlier
     * @param into for each of them an array at least as long as the catalogue
     * @throws IllegalArgumentException when one of them comes too late or twice
     */
    public void vectors(List<Order> told, double[][] into) {
        for (int from = 0; from < told.size(); from += Block.SIZE) {
            int until = Math.min(told.size(), from + Block.SIZE);
            vectors(told.subList(from, until), into, from);
        }
    }

    private void vectors(List<Order> told, double[][] into, int offset) {
        int sequence = log.end;
        enter(told);
        for (int n = 0; n < told.size(); n++, sequence++) {
            Order order = told.get(n);
            int slot = log.slot(sequence);
            long at = log.placedAt[slot];
            passTo(at);
            int i = add(at, order.placedAt(), order, log.amount[slot], into[offset + n]);
            block.sequences[i] = sequence;
            for (Ledger ledger : kept) {
                int place = ledger.key().place();
                block.ids[place][i] = log.keys[place][slot];
            }
        }
        pass(plan.ofOrders, 0);
    }

    /**
     * The vector of a seller as of an instant, in the order of the catalogue. The seller need not be known; if it is, what it
     * was at that instant counts.
     */
    public double[] vector(Seller subject, Instant at) {
        long instant = Micros.of(at);
        notBeforeClock(instant, "a vector of seller", subject.sellerId());
        passTo(instant);
        double[] vector = new double[plan.sellers.size()];
        int i = add(instant, at, null, 0, vector);
        Ledger ledger = ledgers[SELLER];
        if (ledger != null) {
            block.ids[SELLER][i] = ledger.find(subject.sellerId());
        }
        sellers.advance(at);
        seller = sellers.asOfNow(subject);
        pass(plan.ofSellers, i);
        seller = null;
        return vector;
    }

    private void notBeforeClock(long at, String what, String id) {
        if (at < clock) {
            throw new IllegalArgumentException(
                    what + " " + id + " comes after a vector for a later instant: it is " + (clock - at) + " us late");
        }
    }

    /**
     * Takes the block at hand so far that everything before {@code until} can happen in one go with what is asked for then: the
     * orders that wait are placed, but for the last of them, and each is looked at whose buyer matters.
     */
    private void passTo(long until) {
        if (looksAtBuyers) {
            for (; looked < log.end && log.placedAt[log.slot(looked)] < until; looked++) {
                int i = add(log.placedAt[log.slot(looked)], null, null, 0, waste);
                block.sequences[i] = looked;
                block.ids[BUYER][i] = log.keys[BUYER][log.slot(looked)];
            }
        } else if (block.size == 0) {
            for (int far = placing.next + STEP; far < log.end; far = placing.next + STEP) {
                long at = Math.max(log.placedAt[log.slot(far)], log.placedAt[log.slot(placing.next)] + 1);
                if (at > until) {
                    break;
                }
                add(at, null, null, 0, waste);
                pass(FeaturePlan.NOTHING, 0);
            }
        }
    }

    private int add(long at, @Nullable Instant instant, @Nullable Order subject, long amount, double[] into) {
        if (block.isFull()) {
            pass(plan.ofOrders, 0);
        }
        int i = block.add(at);
        block.instants[i] = instant;
        block.orders[i] = subject;
        block.amounts[i] = amount;
        block.into[i] = into;
        return i;
    }

    /** Lets everything happen until the last instant of the block, and reads what is asked for from one of its instants on. */
    private void pass(FeaturePlan.Reads reads, int from) {
        long until = block.last();
        int linked = 0;
        for (Lag lag : lags) {
            lag.pass(log, block, placing);
        }
        for (int i = 0; i < block.size; i++) {
            linked = Math.max(linked, block.sequences[i] + 1);
        }
        happen(until);
        for (PairLedger pair : keptPairs) {
            pair.link(Math.max(linked, placing.next), placing.from, ahead);
        }
        for (Ledger ledger : kept) {
            ledger.pass(block, lags, pairs, frauds, deliveries, options.mostOrders(), ahead);
            if (looksAtBuyers && ledger == ledgers[BUYER]) {
                lookAtBuyers(ledger);
            }
        }
        if (settlements != null) {
            settlements.pass(block, placing, deliveries);
        }
        for (PairLedger pair : keptPairs) {
            pair.pass(block, lags, ahead);
        }
        reads.read(this, from, block.size);
        block.size = 0;
        clock = until;
        for (int f = 0; f < frauds.size; f++) {
            log.flags[log.slot(frauds.orders[f])] &= ~(OrderLog.WORD | OrderLog.WORDS);
        }
        leave(until);
    }

    /** What becomes known of orders. */
    private void happen(long until) {
        deliveries.size = 0;
        for (long at = toDeliver.first(); at < until; at = toDeliver.first()) {
            deliveries.add(at, toDeliver.remove(), 1);
        }
        frauds.size = 0;
        for (FraudKnowledge next = toKnow.peek();
                next != null && Micros.of(next.knownAt()) < until;
                next = toKnow.peek()) {
            hear(toKnow.remove());
        }
    }

    private void hear(FraudKnowledge knowledge) {
        int id = orderIds.find(knowledge.orderId(), null);
        if (id != TextIds.UNKNOWN) {
            hear(sequenceOf[id], knowledge.fraud(), Micros.of(knowledge.knownAt()));
        } else if (knowledge.fraud() || early.containsKey(knowledge.orderId())) {
            early.merge(
                    knowledge.orderId(), knowledge, (a, b) -> a.knownAt().isBefore(b.knownAt()) || b.fraud() ? b : a);
        }
    }

    private void hear(int sequence, boolean fraud, long at) {
        int slot = log.slot(sequence);
        if (at <= log.knownAt[slot] && !fraud) {
            return;
        }
        log.knownAt[slot] = at;
        int flags = log.flags[slot];
        if ((flags & OrderLog.WORD) != 0) {
            flags |= OrderLog.WORDS;
        }
        if ((flags & OrderLog.FRAUD) != 0 != fraud) {
            flags = (flags | OrderLog.WORD) ^ OrderLog.FRAUD;
            frauds.add(at, sequence, fraud ? 1 : -1);
        }
        log.flags[slot] = (short) flags;
    }

    /** Remembers with each order how its buyer was just before. */
    private void lookAtBuyers(Ledger buyers) {
        Ledger.Layout layout = plan.ledger(OrderKey.BUYER);
        for (int i = 0; i < block.size; i++) {
            if (block.sequences[i] == OrderLog.NONE || block.orders[i] != null) {
                continue;
            }
            int slot = log.slot(block.sequences[i]);
            if (plan.newBuyers && buyers.column(layout.lastAt())[i] < block.at[i] - plan.horizon) {
                log.flags[slot] |= OrderLog.NEW_BUYER;
            }
            log.buyerRisk[slot] = -1;
            if (plan.risk) {
                long end = plan.fraudDelay + MONTH;
                long orders = buyers.between(i, layout.orders(plan.fraudDelay), layout.orders(end));
                long frauds = buyers.between(i, layout.fraud(plan.fraudDelay), layout.fraud(end));
                boolean crowd = buyers.between(i, layout.orders(0), layout.orders(end)) > options.mostOfBuyer();
                log.buyerRisk[slot] = orders == 0 || crowd ? -1 : frauds * (long) Readings.RISK_UNIT / orders;
            }
        }
    }

    /** Forgets the orders that are too old for anybody. */
    private void leave(long at) {
        int first = log.oldest;
        int last = first;
        while (last < placing.next && log.placedAt[log.slot(last)] < at - plan.reach) {
            last++;
        }
        for (Ledger ledger : kept) {
            ledger.leave(first, last, ahead);
        }
        if (plan.fraud) {
            forget(first, last);
        }
        log.oldest = last;
    }

    private void forget(int first, int last) {
        for (int from = first; from < last; from += Block.SIZE) {
            int count = Math.min(Block.SIZE, last - from);
            ahead.room(count);
            for (int i = 0; i < count; i++) {
                ahead.ids[i] = log.orderId[log.slot(from + i)];
            }
            ahead.seen += orderIds.look(ahead.ids, count);
            for (int i = 0; i < count; i++) {
                orderIds.remove(ahead.ids[i]);
            }
        }
    }

    Ledger ledger(int place) {
        return Objects.requireNonNull(ledgers[place]);
    }

    PairLedger pair(int place) {
        return Objects.requireNonNull(pairs[place]);
    }

    Settlements settlements() {
        return Objects.requireNonNull(settlements);
    }

    Lag placing() {
        return placing;
    }

    /** How far back "last" and "new" look. */
    Lag horizon() {
        return lags[plan.farthest];
    }

    long placedAt(int sequence) {
        return log.placedAt[log.slot(sequence)];
    }

    Seller seller() {
        return Objects.requireNonNull(seller);
    }

    /** What the subject of an instant of the block says beyond the fixed fields; nothing where there is no subject. */
    Attributes attributes(int i) {
        Order order = block.orders[i];
        return order != null ? order.attributes() : seller != null ? seller.attributes() : Attributes.NONE;
    }

    /** Microseconds since the seller of an instant of the block registered; -1 when that is unknown or not yet. */
    long sellerAge(int i) {
        Order order = block.orders[i];
        return order != null
                ? sellers.age(order.sellerId(), block.at[i])
                : seller != null ? KnownSellers.age(seller, block.at[i]) : -1;
    }

    /** Bytes held for each kind of key, without the texts of its values. */
    Map<OrderKey, Long> bytes() {
        Map<OrderKey, Long> bytes = new EnumMap<>(OrderKey.class);
        for (Ledger ledger : kept) {
            bytes.put(ledger.key(), ledger.bytes());
        }
        for (PairLedger pair : keptPairs) {
            bytes.put(pair.key(), pair.bytes());
        }
        return bytes;
    }

    /** Bytes held for the orders themselves, without the texts of their ids. */
    long bytesOfOrders() {
        return log.bytes()
                + orderIds.bytes()
                + 4L * sequenceOf.length
                + (settlements == null ? 0 : settlements.bytes());
    }

    /** How many orders are still within somebody's reach. */
    int held() {
        return log.end - log.oldest;
    }
}
