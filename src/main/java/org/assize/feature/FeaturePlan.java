package org.assize.feature;

import static org.assize.feature.Ledger.Fact.AMOUNTS;
import static org.assize.feature.Ledger.Fact.BUYERS;
import static org.assize.feature.Ledger.Fact.DELIVERED;
import static org.assize.feature.Ledger.Fact.FRAUD;
import static org.assize.feature.Ledger.Fact.ORDERS;
import static org.assize.feature.Ledger.Fact.SQUARES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assize.platform.Money;
import org.assize.platform.ReferenceRates;
import org.jspecify.annotations.Nullable;

/**
 * What the features of two catalogues need to be remembered, where it stands, and how they are read from there: worked out once,
 * for as many engines as are wanted. Immutable, for any number of threads.
 */
public final class FeaturePlan {

    /**
     * The readings of one catalogue.
     *
     * @param together those that a block is read by, one after the other
     * @param inTurn those of who the sellers are, which the engine knows of one instant at a time
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reads(Reading[] together, Reading[] inTurn) {

        void read(FeatureEngine engine, int from, int to) {
            for (Reading reading : together) {
                reading.read(engine, from, to);
            }
            for (int i = from; i < to && inTurn.length > 0; i++) {
                Instant instant = engine.block.instants[i];
                if (instant != null) {
                    engine.sellers.advance(instant);
                    for (Reading reading : inTurn) {
                        reading.read(engine, i, i + 1);
                    }
                }
            }
        }
    }

    static final Reads NOTHING = new Reads(new Reading[0], new Reading[0]);

    private static final int KEYS = OrderKey.values().length;
    private static final long MONTH = Window.MONTH.micros();

    final FeatureCatalog orders;
    final FeatureCatalog sellers;
    final FeatureOptions options;
    final ReferenceRates.Converter converter;
    final double perMajor;
    final long horizon;
    final long fraudDelay;
    final long lateAfter;
    /** Rising; the first is 0, which orders pass when they are placed. */
    final long[] lags;
    /** The number of the lag that is the horizon. */
    final int farthest;
    /** Of the keys that are needed; buyers before sellers, whose orders remember how their buyers were. */
    final List<Ledger.Layout> ledgers;

    final List<PairLedger.Layout> pairs;
    private final Ledger.@Nullable Layout[] ledgerOf = new Ledger.Layout[KEYS];
    private final PairLedger.@Nullable Layout[] pairOf = new PairLedger.Layout[KEYS];
    /** How long an order is within somebody's reach. */
    final long reach;

    final boolean service;
    final boolean fraud;
    final boolean newBuyers;
    final boolean risk;

    final Reads ofOrders;
    final Reads ofSellers;

    /** A narrow catalogue makes a fast engine. */
    public FeaturePlan(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.orders = orders;
        this.sellers = sellers;
        this.options = options;
        converter = options.rates().converter();
        perMajor = Math.pow(10, Money.fractionDigits(options.rates().currency()));
        horizon = Micros.of(options.horizon());
        fraudDelay = Micros.of(options.fraudDelay());
        lateAfter = Micros.of(options.lateAfter());
        Wants wants = new Wants();
        orders.features().forEach(f -> wants.add(f.formula()));
        sellers.features().forEach(f -> wants.add(f.formula()));
        List<Long> all = wants.lags();
        farthest = all.indexOf(horizon);
        lags = all.stream().mapToLong(Long::longValue).toArray();
        wants.single.forEach(
                (key, wanted) -> ledgerOf[key.place()] = new Ledger.Layout(key, wanted, all::indexOf, horizon));
        wants.pairs.forEach((pair, counted) -> pairOf[pair.place()] = new PairLedger.Layout(
                pair,
                List.copyOf(counted),
                counted.stream().mapToInt(all::indexOf).toArray()));
        List<Ledger.Layout> kept = new ArrayList<>();
        for (OrderKey key : OrderKey.values()) {
            Ledger.Layout layout = ledgerOf[key.place()];
            if (layout != null) {
                kept.add(key == OrderKey.BUYER ? 0 : kept.size(), layout);
            }
        }
        ledgers = List.copyOf(kept);
        pairs = wants.pairs.keySet().stream().map(this::pair).toList();
        service = wants.service;
        fraud = wants.fraud;
        newBuyers = wants.newBuyers;
        risk = wants.risk;
        reach = Math.max(Math.max(wants.reach, all.getLast()), service ? Micros.of(FeatureOptions.SETTLED_AFTER) : 0);
        ofOrders = reads(orders);
        ofSellers = reads(sellers);
    }

    private Reads reads(FeatureCatalog catalog) {
        Readings readings = new Readings(this);
        List<Reading> together = new ArrayList<>();
        List<Reading> inTurn = new ArrayList<>();
        for (int i = 0; i < catalog.size(); i++) {
            FeatureDefinition feature = catalog.features().get(i);
            (isOfAccounts(feature.formula()) ? inTurn : together).add(readings.of(feature, i));
        }
        return new Reads(together.toArray(Reading[]::new), inTurn.toArray(Reading[]::new));
    }

    private static boolean isOfAccounts(Formula formula) {
        return formula instanceof Formula.SellerAge
                || formula instanceof Formula.SharedWith
                || formula instanceof Formula.SharedWithFraud;
    }

    Ledger.Layout ledger(OrderKey key) {
        return Objects.requireNonNull(ledgerOf[key.place()]);
    }

    PairLedger.Layout pair(OrderKey pair) {
        return Objects.requireNonNull(pairOf[pair.place()]);
    }

    private final class Wants {

        private final Map<OrderKey, Ledger.Wanted> single = new EnumMap<>(OrderKey.class);
        private final Map<OrderKey, SortedSet<Long>> pairs = new EnumMap<>(OrderKey.class);
        private boolean service;
        private boolean fraud;
        private boolean newBuyers;
        private boolean risk;
        private boolean seesPairs;
        private long reach;

        List<Long> lags() {
            SortedSet<Long> lags = new TreeSet<>(seesPairs ? Set.of(0L, horizon) : Set.of(0L));
            single.values().forEach(wanted -> lags.addAll(wanted.all(horizon).keySet()));
            pairs.values().forEach(lags::addAll);
            return List.copyOf(lags);
        }

        private Ledger.Wanted of(OrderKey key) {
            return single.computeIfAbsent(key, _ -> new Ledger.Wanted());
        }

        private SortedSet<Long> ofPair(OrderKey pair) {
            of(Objects.requireNonNull(pair.first()));
            of(Objects.requireNonNull(pair.second()));
            return pairs.computeIfAbsent(pair, _ -> new TreeSet<>());
        }

        private void between(OrderKey key, long from, long to, Ledger.Fact... facts) {
            reach = Math.max(reach, to);
            of(key).between(from, to, facts);
        }

        private void window(OrderKey key, Window window, Ledger.Fact... facts) {
            between(key, 0, window.micros(), facts);
        }

        private void count(OrderKey key, Window window) {
            if (key.isPair()) {
                reach = Math.max(reach, window.micros());
                ofPair(key).addAll(List.of(0L, window.micros()));
            } else {
                window(key, window, ORDERS);
            }
        }

        private void distinct(OrderKey key, OrderKey counted, Window window) {
            reach = Math.max(reach, window.micros());
            of(key).distinct(counted, window);
            ofPair(OrderKey.pairOf(key, counted));
        }

        private void perOrder(OrderKey counted) {
            distinct(OrderKey.SELLER, counted, Window.MONTH);
            of(OrderKey.SELLER).naming(counted);
        }

        private void seen(OrderKey key) {
            reach = Math.max(reach, horizon);
            if (key.isPair()) {
                ofPair(key);
                seesPairs = true;
            } else {
                of(key);
            }
        }

        private void largest(OrderKey key) {
            reach = Math.max(reach, MONTH);
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
