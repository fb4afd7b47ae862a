package org.assize.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assize.subject.Order;

/**
 * Which events must be at hand so that a vector computed from them alone equals, to the bit, the one computed from all of
 * history. More events than these never change a vector; the same event may come twice.
 *
 * <p>For an order or a seller at instant t:
 *
 * <ul>
 *   <li>for each single key in {@code orders} that the order has: of the orders of that key placed in [t - duration, t), the
 *       newest {@code most}, see {@link #selections(Collection)} and {@link #selections(String, Instant)}. That is one more than
 *       a feature looks at, which tells it that there are too many;
 *   <li>when {@code buyersBehind} is not zero (sellers only): for each of the seller's own orders placed in [t - 30 d, t), of
 *       the orders of its buyer in [that order's instant - buyersBehind, that order's instant) the newest
 *       {@code mostOfBuyer}, see {@link #buyerSelections(Collection)};
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
        int most,
        Duration buyersBehind,
        int mostOfBuyer,
        boolean fraud,
        boolean seller,
        Set<Formula.Identifier> shared,
        boolean sharedFraud) {

    public static HistoryNeeds of(FeatureCatalog catalog, FeatureOptions options) {
        Collector needs = new Collector(options);
        catalog.features().forEach(f -> needs.add(f.formula()));
        return needs.collected();
    }

    /** How far back orders of a single key are looked at. */
    Duration back(OrderKey key) {
        return Objects.requireNonNull(orders.get(key));
    }

    /** The values whose orders the vectors of these look at, each with the instants of the vectors. */
    Map<KeyValue, SortedSet<Instant>> values(Collection<Order> targets) {
        Map<KeyValue, SortedSet<Instant>> instants = new LinkedHashMap<>();
        for (Order order : targets) {
            for (OrderKey key : orders.keySet()) {
                KeyValue value = KeyValue.of(key, order);
                if (value != null) {
                    instants.computeIfAbsent(value, _ -> new TreeSet<>()).add(order.placedAt());
                }
            }
        }
        return instants;
    }

    /** The reads for these orders. */
    public List<KeySelection> selections(Collection<Order> targets) {
        return selections(values(targets));
    }

    /**
     * The reads for vectors at these instants. Of a value that is looked at more than once, each read goes back to the instant before
     * only: what is older has been read for that one, as far as it counts.
     */
    List<KeySelection> selections(Map<KeyValue, SortedSet<Instant>> instants) {
        List<KeySelection> selections = new ArrayList<>();
        instants.forEach((of, its) -> {
            Duration back = back(of.key());
            Instant read = Instant.MIN;
            for (Instant at : its) {
                selections.add(
                        new KeySelection(of.key(), of.value(), of.country(), later(at.minus(back), read), at, most));
                read = at;
            }
        });
        return selections;
    }

    /** The values whose orders the vectors of these sellers at an instant look at; {@link #buyerSelections} says which follow. */
    Map<KeyValue, SortedSet<Instant>> values(Collection<String> sellerIds, Instant at) {
        Map<KeyValue, SortedSet<Instant>> values = new LinkedHashMap<>();
        if (orders.containsKey(OrderKey.SELLER)) {
            sellerIds.forEach(id -> values.put(KeyValue.ofSeller(id), new TreeSet<>(Set.of(at))));
        }
        return values;
    }

    /** The reads for a seller at an instant; {@link #buyerSelections} says which follow from their answers. */
    public List<KeySelection> selections(String sellerId, Instant at) {
        return selections(values(List.of(sellerId), at));
    }

    /**
     * The reads that follow from a seller's own orders of the last 30 days. None for an order whose buyer has enough orders with
     * the seller itself to be no single person's.
     */
    public List<KeySelection> buyerSelections(Collection<Order> ordersOfSeller) {
        if (buyersBehind.isZero()) {
            return List.of();
        }
        Map<String, List<Instant>> byBuyer = new LinkedHashMap<>();
        ordersOfSeller.stream()
                .sorted(Comparator.comparing(Order::placedAt))
                .forEach(order -> byBuyer.computeIfAbsent(order.buyerId(), _ -> new ArrayList<>())
                        .add(order.placedAt()));
        List<KeySelection> selections = new ArrayList<>();
        byBuyer.forEach((buyer, instants) -> {
            Instant read = Instant.MIN;
            int first = 0;
            int before = 0;
            for (Instant at : instants) {
                Instant from = at.minus(buyersBehind);
                while (instants.get(first).isBefore(from)) {
                    first++;
                }
                while (instants.get(before).isBefore(at)) {
                    before++;
                }
                if (before - first < mostOfBuyer && at.isAfter(read)) {
                    selections.add(new KeySelection(OrderKey.BUYER, buyer, null, later(from, read), at, mostOfBuyer));
                    read = at;
                }
            }
        });
        return selections;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static final class Collector {

        private final FeatureOptions options;
        private final Map<OrderKey, Duration> single = new EnumMap<>(OrderKey.class);
        private Duration buyersBehind = Duration.ZERO;
        private boolean fraud;
        private boolean seller;
        private final EnumSet<Formula.Identifier> shared = EnumSet.noneOf(Formula.Identifier.class);
        private boolean sharedFraud;

        Collector(FeatureOptions options) {
            this.options = options;
        }

        HistoryNeeds collected() {
            return new HistoryNeeds(
                    Map.copyOf(single),
                    options.mostOrders() + 1,
                    buyersBehind,
                    options.mostOfBuyer() + 1,
                    fraud,
                    seller,
                    Set.copyOf(shared),
                    sharedFraud);
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) >= 0 ? a : b;
        }

        void add(Formula formula) {
            Look look = Look.of(formula, options);
            if (look != null) {
                single.merge(look.key(), look.back(), Collector::longer);
            }
            switch (formula) {
                case Formula.MaturedFraudRate _ -> fraud = true;
                case Formula.NewBuyerShare _ -> buyersBehind = longer(buyersBehind, options.horizon());
                case Formula.BuyerFraudRate _ -> {
                    buyersBehind = longer(buyersBehind, options.fraudDelay().plus(Window.MONTH.length()));
                    fraud = true;
                }
                case Formula.SellerAge _ -> seller = true;
                case Formula.SharedWith(Formula.Identifier identifier) -> shared.add(identifier);
                case Formula.SharedWithFraud _ -> {
                    shared.addAll(EnumSet.allOf(Formula.Identifier.class));
                    sharedFraud = true;
                }
                case Formula.Own _,
                        Formula.Attribute _,
                        Formula.Count _,
                        Formula.Sum _,
                        Formula.Mean _,
                        Formula.Distinct _,
                        Formula.Max _,
                        Formula.Deviation _,
                        Formula.RatioToMean _,
                        Formula.RatioToMax _,
                        Formula.SinceFirst _,
                        Formula.SinceLast _,
                        Formula.New _,
                        Formula.MaturedCount _,
                        Formula.Service _,
                        Formula.OverdueShare _,
                        Formula.PerOrder _,
                        Formula.RepeatShare _,
                        Formula.OrderGrowth _,
                        Formula.ValueGrowth _ -> {}
            }
        }
    }
}
