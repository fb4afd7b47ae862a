package org.assize.feature;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
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
 * <p>Exact: what is added up are whole numbers (amounts in minor units of the reference currency), turned into a double only
 * at the end. Holds the orders of the last weeks only ({@link HistoryNeeds}), about a kilobyte each for the
 * whole catalogue. Up to 9 million orders of
 * one key within 30 days. Not for several threads at once.
 */
public final class FeatureEngine {

    private interface Reading {
        double read();
    }

    private static final int KEYS = OrderKey.values().length;
    private static final long SETTLED_AFTER = Micros.of(FeatureOptions.SETTLED_AFTER);
    private static final long HOUR = Micros.of(Duration.ofHours(1));
    private static final long DAY = Micros.of(Duration.ofDays(1));
    private static final double RISK_UNIT = 1e9;

    private final FeatureOptions options;
    private final double perMajor;
    private final ReferenceRates.Converter converter;
    private final OrderLog log = new OrderLog();
    private final Ledger[] ledgers = new Ledger[KEYS];
    /** Those of {@code ledgers} that a catalogue needs, single keys before pairs. */
    private final Ledger[] kept;

    private final Ledger[] countingFraud;
    private final Ledger[] countingDelivered;

    private final @Nullable Settlements settlements;
    private final boolean needsFraud;
    private final boolean needsBuyers;
    private final boolean needsRisk;
    private final long retention;
    private final long horizon;
    private final TextIds orderIds = new TextIds();
    private int[] sequenceOf = new int[64];
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
    /** The first order of the log that still waits for time to pass it, and the first that is not yet settled. */
    private int waiting;

    private int unsettled;

    /** What the readings look at: the subject of the vector being computed, its instant, the ids of its keys. */
    private long now;

    private long amount;
    private final int[] current = new int[KEYS];
    private @Nullable Order order;
    private @Nullable Seller seller;
    private @Nullable Order resolved;
    private final int[] resolvedIds = new int[KEYS];

    /** An engine for the features of these catalogues only; a narrow catalogue makes a fast engine. */
    public FeatureEngine(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.options = options;
        this.orderCatalog = orders;
        this.sellerCatalog = sellers;
        this.converter = options.rates().converter();
        this.perMajor = Math.pow(10, Money.fractionDigits(options.rates().currency()));
        this.horizon = Micros.of(options.horizon());
        this.sellers = new KnownSellers(options.publicMailDomains());
        Plan plan = new Plan();
        orders.features().forEach(f -> plan.add(f.formula()));
        sellers.features().forEach(f -> plan.add(f.formula()));
        plan.wanted.forEach((key, wanted) -> ledgers[key.place()] = new Ledger(key, wanted, options, log));
        this.kept = Arrays.stream(ledgers).filter(l -> l != null).toArray(Ledger[]::new);
        this.countingFraud =
                Arrays.stream(kept).filter(l -> l.counts(OrderLog.FRAUD)).toArray(Ledger[]::new);
        this.countingDelivered =
                Arrays.stream(kept).filter(l -> l.counts(OrderLog.DELIVERED)).toArray(Ledger[]::new);
        this.settlements = plan.service ? new Settlements(ledger(OrderKey.SELLER).ids, options.lowReview()) : null;
        this.needsFraud = plan.fraud;
        this.needsBuyers = plan.newBuyers;
        this.needsRisk = plan.risk;
        this.retention = Math.max(plan.retention, plan.service ? SETTLED_AFTER : 0);
        this.orderReadings = orders.features().stream()
                .map(f -> reading(f.formula(), f.missing().value()))
                .toArray(Reading[]::new);
        this.sellerReadings = sellers.features().stream()
                .map(f -> reading(f.formula(), f.missing().value()))
                .toArray(Reading[]::new);
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
        if (log.end > waiting && placedAt < log.placedAt[log.slot(log.end - 1)]) {
            throw new IllegalArgumentException("order " + told.orderId() + " comes after a later one");
        }
        resolve(told);
        resolved = null;
        int id = needsFraud ? orderIds.intern(told.orderId(), null) : 0;
        if (needsFraud && !orderIds.isSingle(id)) {
            orderIds.release(id);
            Arrays.stream(kept).forEach(l -> release(l, resolvedIds[l.key.place()]));
            throw new IllegalArgumentException("order " + told.orderId() + " was already observed");
        }
        int sequence = log.append();
        int slot = log.slot(sequence);
        log.placedAt[slot] = placedAt;
        log.amount[slot] = converter.minor(told.amount());
        log.flags[slot] = 0;
        log.buyerRisk[slot] = -1;
        log.knownAt[slot] = Long.MIN_VALUE;
        for (Ledger ledger : kept) {
            log.keys[ledger.key.place()][slot] = resolvedIds[ledger.key.place()];
        }
        if (needsFraud) {
            if (id >= sequenceOf.length) {
                sequenceOf = Arrays.copyOf(sequenceOf, 2 * id);
            }
            sequenceOf[id] = sequence;
            log.orderId[slot] = id;
            FraudKnowledge known = early.isEmpty() ? null : early.remove(told.orderId());
            if (known != null) {
                setFraud(sequence, known.fraud(), Micros.of(known.knownAt()));
            }
        }
        if (settlements != null) {
            expectSettlement(told, placedAt, sequence);
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
        resolve(subject);
        order = subject;
        now = at;
        amount = converter.minor(subject.amount());
        for (Ledger ledger : kept) {
            int id = resolvedIds[ledger.key.place()];
            current[ledger.key.place()] = id;
            if (id >= 0) {
                ledger.advance(id, at);
            }
        }
        if (settlements != null) {
            settlements.advance(current[OrderKey.SELLER.place()], at);
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
        Arrays.fill(current, -1);
        Ledger ledger = ledgers[OrderKey.SELLER.place()];
        double[] vector = new double[sellerReadings.length];
        if (ledger == null) {
            read(sellerReadings, vector);
        } else {
            int id = ((TextIds) ledger.ids).intern(subject.sellerId(), null);
            ledger.welcome(id);
            ledger.advance(id, instant);
            if (settlements != null) {
                settlements.advance(id, instant);
            }
            current[OrderKey.SELLER.place()] = id;
            read(sellerReadings, vector);
            ledger.ids.release(id);
        }
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

    /** Gives the order's keys their ids, held until the order is observed or another one is looked at. */
    @SuppressWarnings("ReferenceEquality") // equal orders of different origin are merely looked up twice
    private void resolve(Order told) {
        if (resolved == told) {
            return;
        }
        Order before = resolved;
        int[] held = before == null ? current : resolvedIds.clone();
        for (Ledger ledger : kept) {
            OrderKey key = ledger.key;
            int id = -1;
            if (key.isPair()) {
                int one = resolvedIds[place(key.first())];
                int other = resolvedIds[place(key.second())];
                if (one >= 0 && other >= 0) {
                    id = ((PairIds) ledger.ids).intern(one, other);
                }
            } else {
                String value = key.valueIn(told);
                if (value != null) {
                    id = ((TextIds) ledger.ids).intern(value, key == OrderKey.SHIP_TO ? told.shipToCountry() : null);
                }
            }
            if (id >= 0) {
                ledger.welcome(id);
            }
            resolvedIds[key.place()] = id;
        }
        resolved = told;
        if (before != null) {
            for (Ledger ledger : kept) {
                release(ledger, held[ledger.key.place()]);
            }
        }
    }

    private static int place(@Nullable OrderKey half) {
        return Objects.requireNonNull(half).place();
    }

    private static void release(Ledger ledger, int id) {
        if (id >= 0) {
            ledger.ids.release(id);
        }
    }

    /** Lets everything before {@code until} happen, instant by instant. */
    private void passUntil(long until, Instant instant) {
        while (true) {
            long placed = waiting < log.end ? log.placedAt[log.slot(waiting)] : Long.MAX_VALUE;
            long delivered = deliveries.first();
            long settled = nextSettlement();
            FraudKnowledge knowledge = toKnow.peek();
            long known = knowledge == null ? Long.MAX_VALUE : Micros.of(knowledge.knownAt());
            long next = Math.min(Math.min(placed, delivered), Math.min(settled, known));
            if (next >= until) {
                break;
            }
            if (placed == next) {
                place(next);
            }
            while (settlements != null && deliveries.first() == next) {
                int sequence = deliveries.remove();
                setFlag(sequence, OrderLog.DELIVERED, true, countingDelivered);
                int slot = log.slot(sequence);
                settlements.delivered(log.keys[OrderKey.SELLER.place()][slot], next, log.flags[slot]);
            }
            while (settlements != null && nextSettlement() == next) {
                int slot = log.slot(unsettled++);
                settlements.settled(log.keys[OrderKey.SELLER.place()][slot], next, log.flags[slot], log.review[slot]);
            }
            while (knowledge != null && Micros.of(knowledge.knownAt()) == next) {
                toKnow.remove();
                know(knowledge, next);
                knowledge = toKnow.peek();
            }
        }
        clock = until;
        sellers.advance(instant);
        evict(until);
    }

    private long nextSettlement() {
        return settlements == null || unsettled == waiting
                ? Long.MAX_VALUE
                : log.placedAt[log.slot(unsettled)] + SETTLED_AFTER;
    }

    /** The orders of one instant: first each looks at its buyer, then all join their keys. */
    private void place(long at) {
        int last = waiting;
        while (last < log.end && log.placedAt[log.slot(last)] == at) {
            last++;
        }
        if (needsBuyers || needsRisk) {
            Ledger buyers = ledger(OrderKey.BUYER);
            for (int s = waiting; s < last; s++) {
                lookAtBuyer(buyers, log.slot(s), at);
            }
        }
        for (; waiting < last; waiting++) {
            int slot = log.slot(waiting);
            for (Ledger ledger : kept) {
                int id = log.keys[ledger.key.place()][slot];
                if (id >= 0) {
                    ledger.append(id, waiting, ledgers);
                }
            }
        }
    }

    private void lookAtBuyer(Ledger buyers, int slot, long at) {
        int id = log.keys[OrderKey.BUYER.place()][slot];
        buyers.advance(id, at);
        if (needsBuyers && !isSeen(buyers, id, at)) {
            log.flags[slot] |= OrderLog.NEW_BUYER;
        }
        if (needsRisk) {
            int matured = buyers.matured(Window.MONTH);
            long orders = buyers.get(id, matured + Ledger.COUNT);
            log.buyerRisk[slot] =
                    orders == 0 ? -1 : buyers.get(id, matured + Ledger.FLAGGED) * (long) RISK_UNIT / orders;
        }
    }

    private boolean isSeen(Ledger ledger, int id, long at) {
        int tail = ledger.tail(id);
        return tail != OrderLog.NONE && log.placedAt[log.slot(tail)] >= at - horizon;
    }

    private void know(FraudKnowledge knowledge, long at) {
        int id = orderIds.find(knowledge.orderId());
        if (id >= 0) {
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
            setFlag(sequence, OrderLog.FRAUD, fraud, countingFraud);
        }
    }

    private void setFlag(int sequence, int flag, boolean set, Ledger[] counting) {
        int slot = log.slot(sequence);
        if (((log.flags[slot] & flag) != 0) == set) {
            return;
        }
        log.flags[slot] ^= flag;
        for (Ledger ledger : counting) {
            int id = log.keys[ledger.key.place()][slot];
            if (id >= 0) {
                ledger.flagged(id, sequence, flag, set ? 1 : -1);
            }
        }
    }

    private void evict(long at) {
        if (settlements != null) {
            settlements.evict(at);
        }
        while (log.oldest < waiting && log.placedAt[log.slot(log.oldest)] < at - retention) {
            int slot = log.slot(log.oldest);
            for (Ledger ledger : kept) {
                int id = log.keys[ledger.key.place()][slot];
                if (id >= 0) {
                    ledger.evict(id, log.oldest, at);
                }
            }
            if (needsFraud) {
                orderIds.release(log.orderId[slot]);
            }
            log.oldest++;
        }
        unsettled = Math.max(unsettled, log.oldest);
    }

    private Ledger ledger(OrderKey key) {
        return Objects.requireNonNull(ledgers[key.place()]);
    }

    private double major(double minor) {
        return minor / perMajor;
    }

    /** A reading of a cell that needs the key to be there. */
    private Reading ofKey(OrderKey key, double missing, IntToDoubleFunction known) {
        int k = key.place();
        return () -> current[k] < 0 ? missing : known.applyAsDouble(current[k]);
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

    private Reading reading(Formula formula, double missing) {
        return switch (formula) {
            case Formula.Own(Formula.OwnFact fact) -> own(fact, missing);
            case Formula.Count(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int count = l.span(window).first + Ledger.COUNT;
                yield ofKey(key, missing, id -> (double) l.get(id, count));
            }
            case Formula.Sum(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int sum = l.span(window).sums + Ledger.SUM;
                yield ofKey(key, missing, id -> major((double) l.get(id, sum)));
            }
            case Formula.Mean(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int sums = l.span(window).sums;
                yield ofKey(key, missing, id -> {
                    long priced = l.get(id, sums + Ledger.PRICED);
                    return priced == 0 ? missing : l.get(id, sums + Ledger.SUM) / (priced * perMajor);
                });
            }
            case Formula.Max(OrderKey key) -> {
                Ledger l = ledger(key);
                yield ofKey(key, missing, id -> {
                    long largest = l.largest(id);
                    return largest == ReferenceRates.UNKNOWN ? missing : major((double) largest);
                });
            }
            case Formula.Distinct(OrderKey key, OrderKey counted, Window window) -> {
                Ledger l = ledger(key);
                int distinct = l.distinct(window, counted);
                yield ofKey(key, missing, id -> (double) l.get(id, distinct));
            }
            case Formula.SinceFirst(OrderKey key) -> {
                Ledger l = ledger(key);
                int first = l.horizon().first;
                yield ofKey(
                        key,
                        missing,
                        id -> l.get(id, first + Ledger.START) == OrderLog.NONE
                                ? missing
                                : (now - l.get(id, first + Ledger.START_AT)) / Micros.PER_DAY);
            }
            case Formula.SinceLast(OrderKey key) -> {
                Ledger l = ledger(key);
                yield ofKey(
                        key,
                        missing,
                        id -> isSeen(l, id, now)
                                ? (now - log.placedAt[log.slot(l.tail(id))]) / Micros.PER_HOUR
                                : missing);
            }
            case Formula.New(OrderKey key) -> {
                Ledger l = ledger(key);
                yield ofKey(key, missing, id -> isSeen(l, id, now) ? 0 : 1);
            }
            case Formula.Deviation(OrderKey key) -> {
                Ledger l = ledger(key);
                Ledger.Span span = l.span(Window.MONTH);
                yield ofKey(key, missing, id -> deviation(l, id, span, missing));
            }
            case Formula.RatioToMean(OrderKey key) -> {
                Ledger l = ledger(key);
                int sums = l.span(Window.MONTH).sums;
                yield ofKey(key, missing, id -> {
                    long sum = l.get(id, sums + Ledger.SUM);
                    return amount == ReferenceRates.UNKNOWN || sum <= 0
                            ? missing
                            : (double) (amount * l.get(id, sums + Ledger.PRICED)) / sum;
                });
            }
            case Formula.RatioToMax(OrderKey key) -> {
                Ledger l = ledger(key);
                yield ofKey(key, missing, id -> {
                    long largest = l.largest(id);
                    return amount == ReferenceRates.UNKNOWN || largest <= 0 ? missing : (double) amount / largest;
                });
            }
            case Formula.MaturedCount(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int count = l.matured(window) + Ledger.COUNT;
                yield ofKey(key, missing, id -> (double) l.get(id, count));
            }
            case Formula.MaturedFraudRate(OrderKey key, Window window) -> {
                Ledger l = ledger(key);
                int zone = l.matured(window);
                yield ofKey(
                        key,
                        missing,
                        id -> share(l.get(id, zone + Ledger.FLAGGED), l.get(id, zone + Ledger.COUNT), missing));
            }
            case Formula.Service(Formula.ServiceFact fact) -> service(fact, missing);
            case Formula.OverdueShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                int zone = l.overdue();
                yield ofKey(OrderKey.SELLER, missing, id -> {
                    long orders = l.get(id, zone + Ledger.COUNT);
                    return share(orders - l.get(id, zone + Ledger.FLAGGED), orders, missing);
                });
            }
            case Formula.PerOrder(OrderKey counted) -> {
                Ledger l = ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, counted);
                yield ofKey(
                        OrderKey.SELLER, missing, id -> share(l.get(id, distinct), l.get(id, distinct + 1), missing));
            }
            case Formula.RepeatShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, OrderKey.BUYER);
                yield ofKey(OrderKey.SELLER, missing, id -> {
                    long orders = l.get(id, distinct + 1);
                    return share(orders - l.get(id, distinct), orders, missing);
                });
            }
            case Formula.NewBuyerShare _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                Ledger.Span span = l.span(Window.MONTH);
                yield ofKey(
                        OrderKey.SELLER,
                        missing,
                        id -> share(
                                l.get(id, span.buyers + Ledger.NEW_BUYERS),
                                l.get(id, span.first + Ledger.COUNT),
                                missing));
            }
            case Formula.BuyerFraudRate _ -> {
                Ledger l = ledger(OrderKey.SELLER);
                int buyers = l.span(Window.MONTH).buyers;
                yield ofKey(OrderKey.SELLER, missing, id -> {
                    long known = l.get(id, buyers + Ledger.RISK_KNOWN);
                    return known == 0 ? missing : l.get(id, buyers + Ledger.RISK) / (known * RISK_UNIT);
                });
            }
            case Formula.OrderGrowth(Window window) -> {
                Ledger l = ledger(OrderKey.SELLER);
                int part = l.span(window).first + Ledger.COUNT;
                int whole = l.span(Window.MONTH).first + Ledger.COUNT;
                yield ofKey(
                        OrderKey.SELLER,
                        missing,
                        id -> l.get(id, whole) == 0 ? missing : growth(l.get(id, part), l.get(id, whole), window));
            }
            case Formula.ValueGrowth(Window window) -> {
                Ledger l = ledger(OrderKey.SELLER);
                int part = l.span(window).sums + Ledger.SUM;
                int whole = l.span(Window.MONTH).sums + Ledger.SUM;
                yield ofKey(
                        OrderKey.SELLER,
                        missing,
                        id -> l.get(id, whole) <= 0 ? missing : growth(l.get(id, part), l.get(id, whole), window));
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
        return ofKey(OrderKey.SELLER, missing, id -> share(s.get(id, part), s.get(id, whole), missing));
    }

    private static double growth(long part, long whole, Window window) {
        double times = Window.MONTH.micros() / (double) window.micros();
        return part * times / whole;
    }

    /** (x - mean) / sd = (n x - S) / sqrt(n Q - S S), with whole numbers under the root. */
    private double deviation(Ledger l, int id, Ledger.Span span, double missing) {
        long n = l.get(id, span.sums + Ledger.PRICED);
        if (n < 2 || amount == ReferenceRates.UNKNOWN) {
            return missing;
        }
        long sum = l.get(id, span.sums + Ledger.SUM);
        long high = l.get(id, span.squares);
        long low = l.get(id, span.squares + 1);
        long productLow = low * n;
        long productHigh = high * n + Math.unsignedMultiplyHigh(low, n);
        long squareLow = sum * sum;
        long restLow = productLow - squareLow;
        long restHigh =
                productHigh - Math.multiplyHigh(sum, sum) - (Long.compareUnsigned(productLow, squareLow) < 0 ? 1 : 0);
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
        private boolean service;
        private boolean fraud;
        private boolean newBuyers;
        private boolean risk;
        private long retention;

        Ledger.Wanted of(OrderKey key) {
            if (key.isPair()) {
                of(Objects.requireNonNull(key.first()));
                of(Objects.requireNonNull(key.second()));
            }
            return wanted.computeIfAbsent(key, _ -> new Ledger.Wanted());
        }

        Ledger.Wanted of(OrderKey key, Window window) {
            retention = Math.max(retention, window.micros());
            Ledger.Wanted of = of(key);
            of.window(window);
            return of;
        }

        void distinct(OrderKey key, OrderKey counted, Window window) {
            of(key, window).window(window).add(counted);
            of(OrderKey.pairOf(key, counted));
        }

        void seen(OrderKey key, boolean first) {
            retention = Math.max(retention, horizon);
            of(key).horizon |= first;
        }

        void matured(OrderKey key, Window window) {
            retention = Math.max(retention, Micros.of(options.fraudDelay()) + window.micros());
            of(key).fraud.add(window);
            fraud = true;
        }

        void add(Formula formula) {
            switch (formula) {
                case Formula.Own _, Formula.Attribute _, Formula.SellerAge _ -> {}
                case Formula.SharedWith _, Formula.SharedWithFraud _ -> {}
                case Formula.Count(OrderKey key, Window window) -> of(key, window);
                case Formula.Sum(OrderKey key, Window window) -> of(key, window).sums = true;
                case Formula.Mean(OrderKey key, Window window) -> of(key, window).sums = true;
                case Formula.Max(OrderKey key) -> of(key, Window.MONTH).largest = true;
                case Formula.Distinct(OrderKey key, OrderKey counted, Window window) -> distinct(key, counted, window);
                case Formula.SinceFirst(OrderKey key) -> seen(key, true);
                case Formula.SinceLast(OrderKey key) -> seen(key, false);
                case Formula.New(OrderKey key) -> seen(key, false);
                case Formula.Deviation(OrderKey key) -> {
                    of(key, Window.MONTH).sums = true;
                    of(key).squares = true;
                }
                case Formula.RatioToMean(OrderKey key) -> of(key, Window.MONTH).sums = true;
                case Formula.RatioToMax(OrderKey key) -> of(key, Window.MONTH).largest = true;
                case Formula.MaturedCount(OrderKey key, Window window) -> matured(key, window);
                case Formula.MaturedFraudRate(OrderKey key, Window window) -> matured(key, window);
                case Formula.Service _ -> {
                    of(OrderKey.SELLER);
                    service = true;
                }
                case Formula.OverdueShare _ -> {
                    of(OrderKey.SELLER, Window.MONTH).overdue = true;
                    service = true;
                }
                case Formula.PerOrder(OrderKey counted) -> distinct(OrderKey.SELLER, counted, Window.MONTH);
                case Formula.RepeatShare _ -> distinct(OrderKey.SELLER, OrderKey.BUYER, Window.MONTH);
                case Formula.NewBuyerShare _ -> {
                    of(OrderKey.SELLER, Window.MONTH).buyers = true;
                    seen(OrderKey.BUYER, false);
                    newBuyers = true;
                }
                case Formula.BuyerFraudRate _ -> {
                    of(OrderKey.SELLER, Window.MONTH).buyers = true;
                    matured(OrderKey.BUYER, Window.MONTH);
                    risk = true;
                }
                case Formula.OrderGrowth(Window window) -> {
                    of(OrderKey.SELLER, window);
                    of(OrderKey.SELLER, Window.MONTH);
                }
                case Formula.ValueGrowth(Window window) -> {
                    of(OrderKey.SELLER, window).sums = true;
                    of(OrderKey.SELLER, Window.MONTH);
                }
            }
        }
    }
}
