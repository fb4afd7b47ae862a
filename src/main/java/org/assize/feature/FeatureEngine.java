package org.assize.feature;

import static org.assize.feature.Ledger.Fact.AMOUNTS;
import static org.assize.feature.Ledger.Fact.BUYERS;
import static org.assize.feature.Ledger.Fact.DELIVERED;
import static org.assize.feature.Ledger.Fact.FRAUD;
import static org.assize.feature.Ledger.Fact.ORDERS;
import static org.assize.feature.Ledger.Fact.SQUARES;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.assize.platform.Money;
import org.assize.platform.ReferenceRates;
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
 * nothing is allocated for it. Holds the orders of the last weeks only ({@link HistoryNeeds}), under 200 bytes each beside
 * their ids; and for each value that these orders name 80 to 310 bytes, for each pair of values 40 to 105. Up to 9 million
 * orders of one key within 30 days. Not for several threads at once.
 */
public final class FeatureEngine {

    private interface Reading {
        double read();
    }

    private static final int KEYS = OrderKey.values().length;
    private static final long SETTLED_AFTER = Micros.of(FeatureOptions.SETTLED_AFTER);
    private static final long MONTH = Window.MONTH.micros();
    private static final long HOUR = Micros.of(Duration.ofHours(1));
    private static final long DAY = Micros.of(Duration.ofDays(1));
    private static final double RISK_UNIT = 1e9;

    private final FeatureOptions options;
    private final double perMajor;
    private final ReferenceRates.Converter converter;
    private final OrderLog log = new OrderLog();
    private final @Nullable Ledger[] ledgers = new Ledger[KEYS];
    private final @Nullable PairLedger[] pairLedgers = new PairLedger[KEYS];
    /** Those that a catalogue needs. */
    private final Ledger[] kept;

    private final OrderKey[] keptPairs;
    /** Those among them whose rows the readings of an order look at. */
    private final OrderKey[] readPairs;

    private final SortedMap<Long, Lag> lagOf = new TreeMap<>();
    private final Lag joining = lag(0);
    private final Lag[] lags;
    private final Lag[] countingFraud;
    private final Lag[] countingDelivered;
    private final @Nullable Settlements settlements;
    private final boolean needsFraud;
    private final boolean needsBuyers;
    private final boolean needsRisk;
    private final long retention;
    private final long horizon;
    private final long fraudDelay;
    private final long lateAfter;
    private final int most;
    private final TextIds orderIds = new TextIds(false);
    private int[] sequenceOf = new int[32];
    private final Map<String, FraudKnowledge> early = new HashMap<>();
    private final PriorityQueue<FraudKnowledge> toKnow =
            new PriorityQueue<>(Comparator.comparing(FraudKnowledge::knownAt));
    private final DeliveryQueue deliveries = new DeliveryQueue();
    private final KnownSellers sellers;
    private final FeatureCatalog orderCatalog;
    private final FeatureCatalog sellerCatalog;
    private final Reading[] orderReadings;
    private final Reading[] sellerReadings;

    /** Everything before this has happened and is in the rows. */
    private long clock = Long.MIN_VALUE;
    /** The first order of the log that is not yet settled; {@code joining.next} is the first that waits for time to pass it. */
    private int unsettled;

    /** What the readings look at: the subject of the vector being computed, its instant, the rows of its keys. */
    private long now;

    private long amount;
    private final int[] current = new int[KEYS];
    private @Nullable Order order;
    private @Nullable Seller seller;
    /** The order whose ids were looked up last, as long as they hold. */
    private @Nullable Order found;

    private final int[] foundIds = new int[KEYS];
    private final int[] lastOfPairs = new int[KEYS];

    /** An engine for the features of these catalogues only; a narrow catalogue makes a fast engine. */
    public FeatureEngine(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.options = options;
        this.orderCatalog = orders;
        this.sellerCatalog = sellers;
        this.converter = options.rates().converter();
        this.perMajor = Math.pow(10, Money.fractionDigits(options.rates().currency()));
        this.horizon = Micros.of(options.horizon());
        this.fraudDelay = Micros.of(options.fraudDelay());
        this.lateAfter = Micros.of(options.lateAfter());
        this.most = options.mostOrders();
        this.sellers = new KnownSellers(options.publicMailDomains());
        Plan plan = new Plan();
        orders.features().forEach(f -> plan.add(f.formula()));
        this.readPairs = plan.pairs.keySet().stream()
                .filter(pair -> plan.readPairs.contains(pair))
                .toArray(OrderKey[]::new);
        sellers.features().forEach(f -> plan.add(f.formula()));
        plan.wanted.forEach((key, wanted) -> ledgers[key.place()] = new Ledger(key, wanted, this::lag, horizon, log));
        plan.pairs.forEach((key, counted) -> pairLedgers[key.place()] =
                new PairLedger(key, counted.stream().map(this::lag).toList(), log));
        this.kept = plan.wanted.keySet().stream().map(this::ledger).toArray(Ledger[]::new);
        this.keptPairs = plan.pairs.keySet().toArray(OrderKey[]::new);
        this.lags = lagOf.values().stream().filter(lag -> lag != joining).toArray(Lag[]::new);
        this.countingFraud = counting(OrderLog.FRAUD);
        this.countingDelivered = counting(OrderLog.DELIVERED);
        this.settlements = plan.service ? new Settlements(ledger(OrderKey.SELLER), options.lowReview()) : null;
        this.needsFraud = plan.fraud;
        this.needsBuyers = plan.newBuyers;
        this.needsRisk = plan.risk;
        this.retention = Math.max(Math.max(plan.retention, lagOf.lastKey()), plan.service ? SETTLED_AFTER : 0);
        this.orderReadings = orders.features().stream().map(this::bounded).toArray(Reading[]::new);
        this.sellerReadings = sellers.features().stream().map(this::bounded).toArray(Reading[]::new);
    }

    private Lag[] counting(int flag) {
        return lagOf.values().stream()
                .filter(lag -> Arrays.stream(lag.totals).anyMatch(total -> total.counts(flag)))
                .toArray(Lag[]::new);
    }

    private Lag lag(long micros) {
        return lagOf.computeIfAbsent(micros, Lag::new);
    }

    public FeatureCatalog orders() {
        return orderCatalog;
    }

    public FeatureCatalog sellers() {
        return sellerCatalog;
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
        if (needsFraud) {
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
        long placedAt = Micros.of(told.placedAt());
        notBeforeClock(placedAt, "order", told.orderId());
        if (log.end > joining.next && placedAt < log.placedAt[log.slot(log.end - 1)]) {
            throw new IllegalArgumentException("order " + told.orderId() + " comes after a later one");
        }
        if (needsFraud && orderIds.find(told.orderId(), null) != TextIds.UNKNOWN) {
            throw new IllegalArgumentException("order " + told.orderId() + " was already observed");
        }
        find(told);
        found = null;
        int sequence = log.append();
        int slot = log.slot(sequence);
        log.placedAt[slot] = placedAt;
        log.amount[slot] = converter.minor(told.amount());
        log.flags[slot] = 0;
        for (Ledger ledger : kept) {
            ledger.enter(told, foundIds[ledger.key.place()], slot, sequence);
        }
        if (needsFraud) {
            rememberId(told, sequence, slot);
        }
        if (settlements != null) {
            expectSettlement(told, placedAt, sequence);
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
            setFraud(sequence, known.fraud(), Micros.of(known.knownAt()));
        }
    }

    private void expectSettlement(Order told, long placedAt, int sequence) {
        long deliveredAt =
                told.deliveredAt() == null ? Long.MAX_VALUE : Math.max(placedAt, Micros.of(told.deliveredAt()));
        boolean inTime = deliveredAt <= placedAt + SETTLED_AFTER;
        boolean tooLate = !inTime && told.deliveredAt() != null;
        int flags = told.status() == null ? 0 : OrderLog.TOLD;
        boolean cancelled = false;
        if (!tooLate && told.status() != null) {
            switch (told.status().toLowerCase(Locale.ROOT)) {
                case "cancelled", "canceled" -> {
                    cancelled = true;
                    flags |= OrderLog.CANCELLED;
                }
                case "refunded", "returned" -> flags |= OrderLog.REFUNDED;
                default -> {}
            }
        }
        if (inTime) {
            flags |= deliveredAt - placedAt > Micros.of(options.lateAfter()) ? OrderLog.LATE : 0;
            deliveries.add(deliveredAt, sequence);
        } else {
            flags |= cancelled ? 0 : OrderLog.UNDELIVERED;
        }
        int slot = log.slot(sequence);
        log.flags[slot] |= flags;
        Integer stars = told.reviewScore();
        log.review[slot] = (byte) (!tooLate && stars != null && stars > 0 && stars <= 100 ? stars : 0);
    }

    /** The vector of an order as of its {@code placedAt}, in the order of the catalogue. The order need not be observed. */
    public double[] vector(Order subject) {
        double[] vector = new double[orderReadings.length];
        vector(subject, vector);
        return vector;
    }

    /** Writes the vector into an array at least as long as the catalogue. */
    public void vector(Order subject, double[] into) {
        long at = Micros.of(subject.placedAt());
        notBeforeClock(at, "a vector of order", subject.orderId());
        passUntil(at, subject.placedAt());
        find(subject);
        order = subject;
        now = at;
        amount = converter.minor(subject.amount());
        for (Ledger ledger : kept) {
            int place = ledger.key.place();
            current[place] = foundIds[place];
        }
        for (OrderKey pair : readPairs) {
            current[pair.place()] =
                    pairLedger(pair).find(foundIds[place(pair.first())], foundIds[place(pair.second())]);
        }
        read(orderReadings, into);
        order = null;
    }

    /**
     * The vector of a seller as of an instant, in the order of the catalogue. The seller need not be known; if it is, what it
     * was at that instant counts.
     */
    public double[] vector(Seller subject, Instant at) {
        long instant = Micros.of(at);
        notBeforeClock(instant, "a vector of seller", subject.sellerId());
        passUntil(instant, at);
        now = instant;
        seller = sellers.asOfNow(subject);
        Arrays.fill(current, Ledger.ABSENT);
        Ledger ledger = ledgers[OrderKey.SELLER.place()];
        if (ledger != null) {
            current[OrderKey.SELLER.place()] = ledger.find(subject.sellerId());
        }
        double[] vector = new double[sellerReadings.length];
        read(sellerReadings, vector);
        seller = null;
        return vector;
    }

    private static void read(Reading[] readings, double[] into) {
        for (int i = 0; i < readings.length; i++) {
            into[i] = readings[i].read();
        }
    }

    private void notBeforeClock(long at, String what, String id) {
        if (at < clock) {
            throw new IllegalArgumentException(
                    what + " " + id + " comes after a vector for a later instant: it is " + (clock - at) + " us late");
        }
    }

    /** Looks up the ids of the order's keys. */
    @SuppressWarnings("ReferenceEquality") // equal orders of different origin are merely looked up twice
    private void find(Order told) {
        if (found != told) {
            for (Ledger ledger : kept) {
                foundIds[ledger.key.place()] = ledger.find(told);
            }
            found = told;
        }
    }

    private static int place(@Nullable OrderKey half) {
        return Objects.requireNonNull(half).place();
    }

    /** Lets everything before {@code until} happen, instant by instant. */
    private void passUntil(long until, Instant instant) {
        found = null;
        long known = nextKnowledge();
        while (true) {
            long placed = joining.next < log.end ? log.placedAt[log.slot(joining.next)] : Long.MAX_VALUE;
            long delivered = deliveries.first();
            long settled = nextSettlement();
            long next = Math.min(Math.min(placed, delivered), Math.min(settled, known));
            if (next >= until) {
                break;
            }
            if (placed == next) {
                place(next);
            }
            while (settlements != null && deliveries.first() == next) {
                int sequence = deliveries.remove();
                setFlag(sequence, OrderLog.DELIVERED, true);
                int slot = log.slot(sequence);
                settlements.delivered(log.keys[OrderKey.SELLER.place()][slot], next, log.flags[slot]);
            }
            while (settlements != null && nextSettlement() == next) {
                int slot = log.slot(unsettled++);
                settlements.settled(log.keys[OrderKey.SELLER.place()][slot], next, log.flags[slot], log.review[slot]);
            }
            while (known == next) {
                know(toKnow.remove(), next);
                known = nextKnowledge();
            }
        }
        clock = until;
        sellers.advance(instant);
        pass(until);
        leave(until);
    }

    private long nextKnowledge() {
        FraudKnowledge knowledge = toKnow.peek();
        return knowledge == null ? Long.MAX_VALUE : Micros.of(knowledge.knownAt());
    }

    private long nextSettlement() {
        return settlements == null || unsettled == joining.next
                ? Long.MAX_VALUE
                : log.placedAt[log.slot(unsettled)] + SETTLED_AFTER;
    }

    /** Lets the orders that were placed pass every lag that they are older than. */
    private void pass(long at) {
        for (Lag lag : lags) {
            while (lag.next < joining.next && log.placedAt[log.slot(lag.next)] < at - lag.micros) {
                lag.pass(log);
            }
        }
    }

    /** The orders of one instant: first each looks at its buyer, then all join their keys. */
    private void place(long at) {
        int last = joining.next;
        while (last < log.end && log.placedAt[log.slot(last)] == at) {
            last++;
        }
        if (needsBuyers || needsRisk) {
            pass(at);
            Ledger buyers = ledger(OrderKey.BUYER);
            for (int s = joining.next; s < last; s++) {
                lookAtBuyer(buyers, log.slot(s), at);
            }
        }
        for (; joining.next < last; joining.next++) {
            int slot = log.slot(joining.next);
            for (OrderKey pair : keptPairs) {
                lastOfPairs[pair.place()] = pairLedger(pair).join(slot, joining.next);
            }
            for (PairLedger.Total total : joining.pairTotals) {
                total.add(slot);
            }
            for (Ledger ledger : kept) {
                ledger.join(slot, joining.next, lastOfPairs);
            }
        }
    }

    private void lookAtBuyer(Ledger buyers, int slot, long at) {
        int id = log.keys[OrderKey.BUYER.place()][slot];
        if (needsBuyers && buyers.lastAt(id) < at - horizon) {
            log.flags[slot] |= OrderLog.NEW_BUYER;
        }
        log.buyerRisk[slot] = -1;
        if (needsRisk) {
            long end = fraudDelay + MONTH;
            long orders = buyers.between(id, buyers.orders(fraudDelay), buyers.orders(end));
            long frauds = buyers.between(id, buyers.fraud(fraudDelay), buyers.fraud(end));
            boolean crowd = buyers.between(id, buyers.orders(0), buyers.orders(end)) > options.mostOfBuyer();
            log.buyerRisk[slot] = orders == 0 || crowd ? -1 : frauds * (long) RISK_UNIT / orders;
        }
    }

    private void know(FraudKnowledge knowledge, long at) {
        int id = orderIds.find(knowledge.orderId(), null);
        if (id != TextIds.UNKNOWN) {
            setFraud(sequenceOf[id], knowledge.fraud(), at);
        } else if (knowledge.fraud() || early.containsKey(knowledge.orderId())) {
            early.merge(
                    knowledge.orderId(), knowledge, (a, b) -> a.knownAt().isBefore(b.knownAt()) || b.fraud() ? b : a);
        }
    }

    private void setFraud(int sequence, boolean fraud, long at) {
        int slot = log.slot(sequence);
        if (at > log.knownAt[slot] || fraud) {
            log.knownAt[slot] = at;
            setFlag(sequence, OrderLog.FRAUD, fraud);
        }
    }

    private void setFlag(int sequence, int flag, boolean set) {
        int slot = log.slot(sequence);
        if (((log.flags[slot] & flag) != 0) == set) {
            return;
        }
        log.flags[slot] ^= flag;
        for (Lag lag : flag == OrderLog.FRAUD ? countingFraud : countingDelivered) {
            if (sequence < lag.next) {
                for (Ledger.Total total : lag.totals) {
                    if (total.counts(flag)) {
                        total.flagged(slot, flag, set ? 1 : -1);
                    }
                }
            }
        }
    }

    /** Forgets the orders, and what became of them, that are too old for anybody. */
    private void leave(long at) {
        if (settlements != null) {
            settlements.leave(at);
        }
        while (log.oldest < joining.next && log.placedAt[log.slot(log.oldest)] < at - retention) {
            int slot = log.slot(log.oldest);
            for (Ledger ledger : kept) {
                ledger.leave(slot);
            }
            if (needsFraud) {
                orderIds.remove(log.orderId[slot]);
            }
            log.oldest++;
        }
        unsettled = Math.max(unsettled, log.oldest);
    }

    private Ledger ledger(OrderKey key) {
        return Objects.requireNonNull(ledgers[key.place()]);
    }

    private PairLedger pairLedger(OrderKey pair) {
        return Objects.requireNonNull(pairLedgers[pair.place()]);
    }

    private double major(double minor) {
        return minor / perMajor;
    }

    /** Bytes held for each kind of key, without the texts of its values. */
    Map<OrderKey, Long> bytes() {
        Map<OrderKey, Long> bytes = new EnumMap<>(OrderKey.class);
        for (Ledger ledger : kept) {
            bytes.put(ledger.key, ledger.bytes());
        }
        for (OrderKey pair : keptPairs) {
            bytes.put(pair, pairLedger(pair).bytes());
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

    private static double share(long part, long whole, double missing) {
        return whole == 0 ? missing : (double) part / whole;
    }

    private Order subjectOrder() {
        return Objects.requireNonNull(order);
    }

    private Seller subjectSeller() {
        return Objects.requireNonNull(seller);
    }

    /** The reading of a feature that looks at no more orders than it may. */
    private Reading bounded(FeatureDefinition feature) {
        Formula formula = feature.formula();
        double missing = feature.missing().value();
        Reading reading = reading(formula, missing);
        Look look = Look.of(formula, options);
        if (look == null || !look.all()) {
            return reading;
        }
        if (formula instanceof Formula.Count(OrderKey key, Window _) && !key.isPair()) {
            return () -> Math.min(reading.read(), most + 1.0);
        }
        Ledger l = ledger(look.key());
        int k = look.key().place();
        int newer = l.orders(0);
        if (formula instanceof Formula.Service) {
            Settlements s = Objects.requireNonNull(settlements);
            int older = l.orders(MONTH);
            // what was placed in the 30 days before the last 30 is what has been settled in them
            return () -> {
                int id = current[k];
                return id >= 0
                                && l.mayExceed(id, most)
                                && l.between(id, newer, older) + s.get(id, Settlements.SETTLED) > most
                        ? missing
                        : reading.read();
            };
        }
        int older = l.orders(Micros.of(look.back()));
        return () -> {
            int id = current[k];
            return id >= 0 && l.mayExceed(id, most) && l.between(id, newer, older) > most ? missing : reading.read();
        };
    }

    private Reading reading(Formula formula, double missing) {
        return switch (formula) {
            case Formula.Own(Formula.OwnFact fact) -> own(fact, missing);
            case Formula.Count(OrderKey key, Window window) ->
                key.isPair() ? pairOrders(key, window, missing) : orders(key, 0, window.micros(), missing);
            case Formula.Sum(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int k = key.place();
                int newer = l.sum(0);
                int older = l.sum(window.micros());
                yield () -> current[k] < 0 ? missing : major((double) l.wideBetween(current[k], newer, older));
            }
            case Formula.Mean(OrderKey key, Window window) -> {
                Span s = new Span(key, window);
                yield () -> {
                    int id = s.id();
                    int priced = id < 0 ? 0 : s.priced(id);
                    return priced == 0 ? missing : s.sum(id) / (priced * perMajor);
                };
            }
            case Formula.Max(OrderKey key) -> {
                Ledger l = ledger(key);
                int k = key.place();
                yield () -> {
                    long largest = current[k] < 0 ? ReferenceRates.UNKNOWN : l.largest(current[k]);
                    return largest == ReferenceRates.UNKNOWN ? missing : major((double) largest);
                };
            }
            case Formula.Distinct(OrderKey key, OrderKey counted, Window window) -> {
                Ledger l = ledger(key);
                int k = key.place();
                int distinct = l.distinct(window, counted);
                yield () -> current[k] < 0 ? missing : l.count(current[k], distinct);
            }
            case Formula.SinceFirst(OrderKey key) -> {
                Ledger l = ledger(key);
                int k = key.place();
                yield () -> {
                    long first = current[k] < 0 ? Long.MAX_VALUE : l.firstAt(current[k]);
                    return first >= now ? missing : (now - first) / Micros.PER_DAY;
                };
            }
            case Formula.SinceLast(OrderKey key) -> {
                LastSeen last = lastSeen(key);
                int k = key.place();
                yield () -> {
                    long at = current[k] < 0 ? Long.MIN_VALUE : last.at(current[k]);
                    return at < now - horizon ? missing : (now - at) / Micros.PER_HOUR;
                };
            }
            case Formula.New(OrderKey key) -> {
                LastSeen last = lastSeen(key);
                int k = key.place();
                yield () -> current[k] < 0 ? missing : last.at(current[k]) < now - horizon ? 1 : 0;
            }
            case Formula.Deviation(OrderKey key) -> deviation(key, missing);
            case Formula.RatioToMean(OrderKey key) -> {
                Span s = new Span(key, Window.MONTH);
                yield () -> {
                    int id = s.id();
                    long sum = id < 0 ? 0 : s.sum(id);
                    return amount == ReferenceRates.UNKNOWN || sum <= 0
                            ? missing
                            : (double) (amount * s.priced(id)) / sum;
                };
            }
            case Formula.RatioToMax(OrderKey key) -> {
                Ledger l = ledger(key);
                int k = key.place();
                yield () -> {
                    long largest = current[k] < 0 ? 0 : l.largest(current[k]);
                    return amount == ReferenceRates.UNKNOWN || largest <= 0 ? missing : (double) amount / largest;
                };
            }
            case Formula.MaturedCount(OrderKey key, Window window) ->
                orders(key, fraudDelay, fraudDelay + window.micros(), missing);
            case Formula.MaturedFraudRate(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int k = key.place();
                long end = fraudDelay + window.micros();
                int newer = l.orders(fraudDelay);
                int older = l.orders(end);
                int newerFraud = l.fraud(fraudDelay);
                int olderFraud = l.fraud(end);
                yield () -> {
                    int id = current[k];
                    int orders = id < 0 ? 0 : l.between(id, newer, older);
                    return orders == 0 ? missing : (double) l.between(id, newerFraud, olderFraud) / orders;
                };
            }
            case Formula.Service(Formula.ServiceFact fact) -> service(fact, missing);
            case Formula.OverdueShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                yield ofSeller(missing, id -> {
                    long orders = l.between(id, l.orders(lateAfter), l.orders(MONTH));
                    return share(orders - l.between(id, l.delivered(lateAfter), l.delivered(MONTH)), orders, missing);
                });
            }
            case Formula.PerOrder(OrderKey counted) -> {
                Ledger l = ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, counted);
                yield ofSeller(missing, id -> share(l.count(id, distinct), naming(l, id, counted), missing));
            }
            case Formula.RepeatShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, OrderKey.BUYER);
                yield ofSeller(missing, id -> {
                    long orders = naming(l, id, OrderKey.BUYER);
                    return share(orders - l.count(id, distinct), orders, missing);
                });
            }
            case Formula.NewBuyerShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                yield ofSeller(
                        missing,
                        id -> share(
                                l.between(id, l.newBuyers(0), l.newBuyers(MONTH)),
                                l.between(id, l.orders(0), l.orders(MONTH)),
                                missing));
            }
            case Formula.BuyerFraudRate _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                yield ofSeller(missing, id -> {
                    long known =
                            l.between(id, l.newBuyers(0) + Ledger.RISK_KNOWN, l.newBuyers(MONTH) + Ledger.RISK_KNOWN);
                    return known == 0 ? missing : l.wideBetween(id, l.risk(0), l.risk(MONTH)) / (known * RISK_UNIT);
                });
            }
            case Formula.OrderGrowth(Window window) -> {
                Ledger l = ledger(OrderKey.SELLER);
                yield ofSeller(missing, id -> {
                    long whole = l.between(id, l.orders(0), l.orders(MONTH));
                    long part = l.between(id, l.orders(0), l.orders(window.micros()));
                    return whole == 0 ? missing : growth(part, whole, window);
                });
            }
            case Formula.ValueGrowth(Window window) -> {
                Ledger l = ledger(OrderKey.SELLER);
                yield ofSeller(missing, id -> {
                    long whole = l.wideBetween(id, l.sum(0), l.sum(MONTH));
                    long part = l.wideBetween(id, l.sum(0), l.sum(window.micros()));
                    return whole <= 0 ? missing : growth(part, whole, window);
                });
            }
            case Formula.SellerAge _ ->
                () -> {
                    long age =
                            order == null ? KnownSellers.age(subjectSeller(), now) : sellers.age(order.sellerId(), now);
                    return age < 0 ? missing : age / Micros.PER_DAY;
                };
            case Formula.SharedWith(Formula.Identifier identifier) ->
                () -> {
                    int others = sellers.sharedWith(subjectSeller(), identifier);
                    return others < 0 ? missing : others;
                };
            case Formula.SharedWithFraud _ -> () -> sellers.sharedWithFraud(subjectSeller());
            case Formula.Attribute attribute -> () -> attribute(attribute, missing);
        };
    }

    private Reading orders(OrderKey key, long from, long to, double missing) {
        Ledger l = ledger(key);
        int k = key.place();
        int newer = l.orders(from);
        int older = l.orders(to);
        return () -> current[k] < 0 ? missing : l.between(current[k], newer, older);
    }

    private Reading pairOrders(OrderKey key, Window window, double missing) {
        PairLedger l = pairLedger(key);
        int k = key.place();
        int newer = l.cell(0);
        int older = l.cell(window.micros());
        return () -> current[k] < 0 ? missing : (double) l.between(current[k], newer, older);
    }

    /** When the last order of a row was placed; long ago when there is none at hand. */
    private interface LastSeen {
        long at(int row);
    }

    private LastSeen lastSeen(OrderKey key) {
        if (!key.isPair()) {
            return ledger(key)::lastAt;
        }
        PairLedger l = pairLedger(key);
        return row -> {
            int tail = l.tail(row);
            return tail == OrderLog.NONE ? Long.MIN_VALUE : log.placedAt[log.slot(tail)];
        };
    }

    /** A reading of the seller's row; a vector of a seller is asked for rarely enough to look its cells up each time. */
    private Reading ofSeller(double missing, IntToDoubleFunction known) {
        int k = OrderKey.SELLER.place();
        return () -> current[k] < 0 ? missing : known.applyAsDouble(current[k]);
    }

    private static long naming(Ledger l, int id, OrderKey counted) {
        return l.between(id, l.naming(0, counted), l.naming(MONTH, counted));
    }

    /** The known amounts of a key's orders in a window. */
    private final class Span {

        private final Ledger ledger;
        private final int place;
        private final int newerPriced;
        private final int olderPriced;
        private final int newerSum;
        private final int olderSum;

        Span(OrderKey key, Window window) {
            ledger = ledger(key);
            place = key.place();
            newerPriced = ledger.priced(0);
            olderPriced = ledger.priced(window.micros());
            newerSum = ledger.sum(0);
            olderSum = ledger.sum(window.micros());
        }

        int id() {
            return current[place];
        }

        int priced(int id) {
            return ledger.between(id, newerPriced, olderPriced);
        }

        long sum(int id) {
            return ledger.wideBetween(id, newerSum, olderSum);
        }
    }

    private Reading own(Formula.OwnFact fact, double missing) {
        return switch (fact) {
            case AMOUNT -> () -> amount == ReferenceRates.UNKNOWN ? missing : major((double) amount);
            case ITEMS ->
                () -> {
                    Integer items = subjectOrder().itemCount();
                    return items == null || items < 0 ? missing : items;
                };
            case AMOUNT_PER_ITEM ->
                () -> {
                    Integer items = subjectOrder().itemCount();
                    return items == null || items <= 0 || amount == ReferenceRates.UNKNOWN
                            ? missing
                            : amount / (items * perMajor);
                };
            case HOUR_OF_DAY -> this::hour;
            case NIGHT -> () -> hour() <= 6 ? 1 : 0;
            // 1970-01-01 was a Thursday.
            case WEEKEND -> () -> Math.floorMod(Math.floorDiv(now, DAY) + 3, 7) >= 5 ? 1 : 0;
            case CATEGORY -> () -> bucket(subjectOrder().category(), missing);
            case SHIP_TO_COUNTRY -> () -> bucket(subjectOrder().shipToCountry(), missing);
            case CURRENCY -> () -> bucket(subjectOrder().amount().currency(), missing);
            case DEVICE_GIVEN -> () -> subjectOrder().deviceId() == null ? 0 : 1;
            case PAYMENT_GIVEN -> () -> subjectOrder().paymentId() == null ? 0 : 1;
            case IP_GIVEN -> () -> subjectOrder().ip() == null ? 0 : 1;
        };
    }

    private int hour() {
        return (int) (Math.floorMod(now, DAY) / HOUR);
    }

    private static double bucket(@Nullable String word, double missing) {
        return word == null ? missing : Buckets.of(word);
    }

    private Reading service(Formula.ServiceFact fact, double missing) {
        Settlements s = Objects.requireNonNull(settlements);
        return switch (fact) {
            case LATE -> settled(s, Settlements.LATE, Settlements.DELIVERED, missing);
            case UNDELIVERED -> settled(s, Settlements.UNDELIVERED, Settlements.SETTLED, missing);
            case CANCELLED -> settled(s, Settlements.CANCELLED, Settlements.TOLD, missing);
            case REFUNDED -> settled(s, Settlements.REFUNDED, Settlements.TOLD, missing);
            case LOW_REVIEWS -> settled(s, Settlements.LOW, Settlements.REVIEWS, missing);
            case REVIEW_MEAN -> settled(s, Settlements.STARS, Settlements.REVIEWS, missing);
        };
    }

    private Reading settled(Settlements s, int part, int whole, double missing) {
        int k = OrderKey.SELLER.place();
        return () -> current[k] < 0 ? missing : share(s.get(current[k], part), s.get(current[k], whole), missing);
    }

    private static double growth(long part, long whole, Window window) {
        double times = Window.MONTH.micros() / (double) window.micros();
        return part * times / whole;
    }

    /** (x - mean) / sd = (n x - S) / sqrt(n Q - S S), with whole numbers under the root. */
    private Reading deviation(OrderKey key, double missing) {
        Span span = new Span(key, Window.MONTH);
        Ledger l = ledger(key);
        int newer = l.squares(0);
        int older = l.squares(MONTH);
        return () -> {
            int id = span.id();
            long n = id < 0 ? 0 : span.priced(id);
            if (n < 2 || amount == ReferenceRates.UNKNOWN) {
                return missing;
            }
            long sum = span.sum(id);
            long low = l.wideBetween(id, newer + 1, older + 1);
            boolean borrows = Long.compareUnsigned(l.wide(id, newer + 1), l.wide(id, older + 1)) < 0;
            long high = l.wideBetween(id, newer, older) - (borrows ? 1 : 0);
            long productLow = low * n;
            long productHigh = high * n + Math.unsignedMultiplyHigh(low, n);
            long squareLow = sum * sum;
            long restLow = productLow - squareLow;
            long restHigh = productHigh
                    - Math.multiplyHigh(sum, sum)
                    - (Long.compareUnsigned(productLow, squareLow) < 0 ? 1 : 0);
            if (restHigh == 0 && restLow == 0) {
                return missing;
            }
            double variance = restHigh == 0 && restLow > 0
                    ? restLow
                    : BigInteger.valueOf(restHigh)
                            .shiftLeft(64)
                            .add(new BigInteger(Long.toUnsignedString(restLow)))
                            .doubleValue();
            return (n * amount - sum) / Math.sqrt(variance);
        };
    }

    private double attribute(Formula.Attribute wanted, double missing) {
        Attributes attributes = order == null ? subjectSeller().attributes() : order.attributes();
        String name = wanted.attribute();
        boolean value = wanted.part() == Formula.Part.VALUE;
        return switch (wanted.type()) {
            case CATEGORICAL -> bucket(attributes.categorical().get(name), missing);
            case NUMERIC -> {
                Double number = attributes.numeric().get(name);
                if (number == null || !Double.isFinite(number)) {
                    yield value ? missing : 0;
                }
                yield value ? number : 1;
            }
            case INSTANT -> {
                Instant instant = attributes.instants().get(name);
                yield instant == null ? (value ? missing : 0) : value ? (now - Micros.of(instant)) / Micros.PER_DAY : 1;
            }
            case TEXT -> missing;
        };
    }

    /** What the two catalogues together need to be remembered. */
    private final class Plan {

        private final Map<OrderKey, Ledger.Wanted> wanted = new EnumMap<>(OrderKey.class);
        private final Map<OrderKey, SortedSet<Long>> pairs = new EnumMap<>(OrderKey.class);
        private final Set<OrderKey> readPairs = EnumSet.noneOf(OrderKey.class);
        private boolean service;
        private boolean fraud;
        private boolean newBuyers;
        private boolean risk;
        private long retention;

        private Ledger.Wanted of(OrderKey key) {
            return wanted.computeIfAbsent(key, _ -> new Ledger.Wanted());
        }

        private SortedSet<Long> ofPair(OrderKey pair) {
            of(Objects.requireNonNull(pair.first()));
            of(Objects.requireNonNull(pair.second()));
            return pairs.computeIfAbsent(pair, _ -> new TreeSet<>());
        }

        private void between(OrderKey key, long from, long to, Ledger.Fact... facts) {
            retention = Math.max(retention, to);
            of(key).between(from, to, facts);
        }

        private void window(OrderKey key, Window window, Ledger.Fact... facts) {
            between(key, 0, window.micros(), facts);
        }

        private void count(OrderKey key, Window window) {
            if (key.isPair()) {
                retention = Math.max(retention, window.micros());
                ofPair(key).addAll(List.of(0L, window.micros()));
                readPairs.add(key);
            } else {
                window(key, window, ORDERS);
            }
        }

        private void distinct(OrderKey key, OrderKey counted, Window window) {
            retention = Math.max(retention, window.micros());
            of(key).distinct(counted, window);
            ofPair(OrderKey.pairOf(key, counted));
        }

        private void perOrder(OrderKey counted) {
            distinct(OrderKey.SELLER, counted, Window.MONTH);
            of(OrderKey.SELLER).naming(counted);
        }

        private void seen(OrderKey key) {
            retention = Math.max(retention, horizon);
            if (key.isPair()) {
                ofPair(key);
                readPairs.add(key);
            } else {
                of(key);
            }
        }

        private void largest(OrderKey key) {
            retention = Math.max(retention, MONTH);
            of(key).largest();
        }

        private void matured(OrderKey key, Window window, Ledger.Fact... facts) {
            between(key, fraudDelay, fraudDelay + window.micros(), facts);
        }

        void add(Formula formula) {
            Look look = Look.of(formula, options);
            if (look != null && look.all()) {
                // how many they are; for what was settled, the settlements know the rest
                between(look.key(), 0, formula instanceof Formula.Service ? MONTH : Micros.of(look.back()), ORDERS);
            }
            switch (formula) {
                case Formula.Own _, Formula.Attribute _, Formula.SellerAge _ -> {}
                case Formula.SharedWith _, Formula.SharedWithFraud _ -> {}
                case Formula.Count(OrderKey key, Window window) -> count(key, window);
                case Formula.Sum(OrderKey key, Window window) -> window(key, window, AMOUNTS);
                case Formula.Mean(OrderKey key, Window window) -> window(key, window, AMOUNTS);
                case Formula.Max(OrderKey key) -> largest(key);
                case Formula.Distinct(OrderKey key, OrderKey counted, Window window) -> distinct(key, counted, window);
                case Formula.SinceFirst(OrderKey key) -> {
                    seen(key);
                    of(key).first();
                }
                case Formula.SinceLast(OrderKey key) -> seen(key);
                case Formula.New(OrderKey key) -> seen(key);
                case Formula.Deviation(OrderKey key) -> window(key, Window.MONTH, AMOUNTS, SQUARES);
                case Formula.RatioToMean(OrderKey key) -> window(key, Window.MONTH, AMOUNTS);
                case Formula.RatioToMax(OrderKey key) -> largest(key);
                case Formula.MaturedCount(OrderKey key, Window window) -> matured(key, window, ORDERS);
                case Formula.MaturedFraudRate(OrderKey key, Window window) -> {
                    matured(key, window, ORDERS, FRAUD);
                    fraud = true;
                }
                case Formula.Service _ -> {
                    of(OrderKey.SELLER);
                    service = true;
                }
                case Formula.OverdueShare _ -> {
                    between(OrderKey.SELLER, lateAfter, MONTH, ORDERS, DELIVERED);
                    service = true;
                }
                case Formula.PerOrder(OrderKey counted) -> perOrder(counted);
                case Formula.RepeatShare _ -> perOrder(OrderKey.BUYER);
                case Formula.NewBuyerShare _ -> {
                    window(OrderKey.SELLER, Window.MONTH, ORDERS, BUYERS);
                    seen(OrderKey.BUYER);
                    newBuyers = true;
                }
                case Formula.BuyerFraudRate _ -> {
                    window(OrderKey.SELLER, Window.MONTH, BUYERS);
                    matured(OrderKey.BUYER, Window.MONTH, ORDERS, FRAUD);
                    between(OrderKey.BUYER, 0, fraudDelay + MONTH, ORDERS);
                    fraud = true;
                    risk = true;
                }
                case Formula.OrderGrowth(Window window) -> {
                    window(OrderKey.SELLER, window, ORDERS);
                    window(OrderKey.SELLER, Window.MONTH, ORDERS);
                }
                case Formula.ValueGrowth(Window window) -> {
                    window(OrderKey.SELLER, window, AMOUNTS);
                    window(OrderKey.SELLER, Window.MONTH, AMOUNTS);
                }
            }
        }
    }
}
