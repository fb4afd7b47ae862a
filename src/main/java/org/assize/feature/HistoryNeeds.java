package org.assize.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * Which events must be at hand so that a vector computed from them alone equals, to the bit, the one computed from all of
 * history. More events than these never change a vector; the same event may come twice.
 *
 * <p>For an order or a seller at instant t:
 *
 * <ul>
 *   <li>for each single key in {@code orders} that the order has: the orders of that key placed in [t - duration, t), see
 *       {@link #selections(Collection)} and {@link #selections(String, Instant)}; pairs need no read of their own, one of
 *       their halves has been given the longer duration;
 *   <li>when {@code buyersBehind} is not zero (sellers only): for each of the seller's own orders placed in [t - 30 d, t),
 *       the orders of its buyer in [that order's instant - buyersBehind, that order's instant), see
 *       {@link #buyerSelections(Collection)};
 *   <li>when {@code fraud}: every {@link org.assize.subject.FraudKnowledge} on each of these orders;
 *   <li>when {@code seller}: the seller of each order, in all its versions;
 *   <li>for each of {@code shared} (sellers only): every seller that has or had the same identifier, in all its versions, and
 *       every {@link SellerFraud} on these sellers when {@code sharedFraud}.
 * </ul>
 *
 * @param orders how far back, by single key
 */
public record HistoryNeeds(
        Map<OrderKey, Duration> orders,
        Duration buyersBehind,
        boolean fraud,
        boolean seller,
        Set<Formula.Identifier> shared,
        boolean sharedFraud) {

    public static HistoryNeeds of(FeatureCatalog catalog, FeatureOptions options) {
        Collector needs = new Collector(options);
        catalog.features().forEach(f -> needs.add(f.formula()));
        return needs.collected();
    }

    /** The reads for these orders, one for each key and value; where two orders share a key, a read that covers both. */
    public List<KeySelection> selections(Collection<Order> targets) {
        Selections selections = new Selections();
        for (Order order : targets) {
            orders.forEach((key, back) -> {
                String value = key.valueIn(order);
                if (value != null) {
                    String country = key == OrderKey.SHIP_TO ? order.shipToCountry() : null;
                    selections.add(key, value, country, order.placedAt().minus(back), order.placedAt());
                }
            });
        }
        return selections.list();
    }

    /** The reads for a seller at an instant; {@link #buyerSelections} says which follow from their answers. */
    public List<KeySelection> selections(String sellerId, Instant at) {
        Duration back = orders.get(OrderKey.SELLER);
        return back == null
                ? List.of()
                : List.of(new KeySelection(OrderKey.SELLER, sellerId, null, at.minus(back), at));
    }

    /** The reads that follow from a seller's own orders of the last 30 days. */
    public List<KeySelection> buyerSelections(Collection<Order> ordersOfSeller) {
        if (buyersBehind.isZero()) {
            return List.of();
        }
        Selections selections = new Selections();
        for (Order order : ordersOfSeller) {
            Instant at = order.placedAt();
            selections.add(OrderKey.BUYER, order.buyerId(), null, at.minus(buyersBehind), at);
        }
        return selections.list();
    }

    private static final class Selections {

        private record Of(
                OrderKey key, String value, @Nullable String country) {}

        private final Map<Of, KeySelection> byValue = new LinkedHashMap<>();

        void add(OrderKey key, String value, @Nullable String country, Instant from, Instant until) {
            byValue.merge(
                    new Of(key, value, country),
                    new KeySelection(key, value, country, from, until),
                    (a, b) -> new KeySelection(
                            key,
                            value,
                            country,
                            a.from().isBefore(b.from()) ? a.from() : b.from(),
                            a.until().isAfter(b.until()) ? a.until() : b.until()));
        }

        List<KeySelection> list() {
            return List.copyOf(byValue.values());
        }
    }

    private static final class Collector {

        private final FeatureOptions options;
        private final Map<OrderKey, Duration> single = new EnumMap<>(OrderKey.class);
        private final Map<OrderKey, Duration> pairs = new EnumMap<>(OrderKey.class);
        private Duration buyersBehind = Duration.ZERO;
        private boolean fraud;
        private boolean seller;
        private final EnumSet<Formula.Identifier> shared = EnumSet.noneOf(Formula.Identifier.class);
        private boolean sharedFraud;

        Collector(FeatureOptions options) {
            this.options = options;
        }

        HistoryNeeds collected() {
            pairs.forEach((pair, back) -> {
                OrderKey one = Objects.requireNonNull(pair.first());
                OrderKey other = Objects.requireNonNull(pair.second());
                Duration haveOne = single.getOrDefault(one, Duration.ZERO);
                Duration haveOther = single.getOrDefault(other, Duration.ZERO);
                single.merge(haveOther.compareTo(haveOne) > 0 ? other : one, back, Collector::longer);
            });
            return new HistoryNeeds(Map.copyOf(single), buyersBehind, fraud, seller, Set.copyOf(shared), sharedFraud);
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) >= 0 ? a : b;
        }

        private void need(OrderKey key, Duration back) {
            (key.isPair() ? pairs : single).merge(key, back, Collector::longer);
        }

        void add(Formula formula) {
            Duration month = Window.MONTH.length();
            switch (formula) {
                case Formula.Own _, Formula.Attribute _ -> {}
                case Formula.Count(OrderKey key, Window window) -> need(key, window.length());
                case Formula.Sum(OrderKey key, Window window) -> need(key, window.length());
                case Formula.Mean(OrderKey key, Window window) -> need(key, window.length());
                case Formula.Distinct(OrderKey key, OrderKey _, Window window) -> need(key, window.length());
                case Formula.Max(OrderKey key) -> need(key, month);
                case Formula.Deviation(OrderKey key) -> need(key, month);
                case Formula.RatioToMean(OrderKey key) -> need(key, month);
                case Formula.RatioToMax(OrderKey key) -> need(key, month);
                case Formula.SinceFirst(OrderKey key) -> need(key, options.horizon());
                case Formula.SinceLast(OrderKey key) -> need(key, options.horizon());
                case Formula.New(OrderKey key) -> need(key, options.horizon());
                case Formula.MaturedCount(OrderKey key, Window window) ->
                    need(key, options.fraudDelay().plus(window.length()));
                case Formula.MaturedFraudRate(OrderKey key, Window window) -> {
                    need(key, options.fraudDelay().plus(window.length()));
                    fraud = true;
                }
                case Formula.Service _ -> need(OrderKey.SELLER, month.plus(FeatureOptions.SETTLED_AFTER));
                case Formula.OverdueShare _,
                        Formula.PerOrder _,
                        Formula.RepeatShare _,
                        Formula.OrderGrowth _,
                        Formula.ValueGrowth _ -> need(OrderKey.SELLER, month);
                case Formula.NewBuyerShare _ -> {
                    need(OrderKey.SELLER, month);
                    buyersBehind = longer(buyersBehind, options.horizon());
                }
                case Formula.BuyerFraudRate _ -> {
                    need(OrderKey.SELLER, month);
                    buyersBehind = longer(buyersBehind, options.fraudDelay().plus(month));
                    fraud = true;
                }
                case Formula.SellerAge _ -> seller = true;
                case Formula.SharedWith(Formula.Identifier identifier) -> shared.add(identifier);
                case Formula.SharedWithFraud _ -> {
                    shared.addAll(EnumSet.allOf(Formula.Identifier.class));
                    sharedFraud = true;
                }
            }
        }
    }
}
