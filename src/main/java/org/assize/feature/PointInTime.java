package org.assize.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of a few subjects from the few events they depend on: the engine of history, started afresh. Equal to the bit to a
 * sweep over everything, provided the events include those that {@link HistoryNeeds} names.
 *
 * <p>A feature looks at the orders of one key. So the features of each key have an engine that is told of the subjects' orders of
 * that key and of no others: of a seller's thousand orders none then enters what is remembered of their thousand buyers. Made
 * once for a model, asked by several threads at once.
 */
public final class PointInTime {

    /** A seller as of an instant. */
    public record SellerMoment(Seller seller, Instant at) {}

    /**
     * Features that look at the same orders.
     *
     * @param places of theirs in the whole vector
     * @param key whose orders they look at; null when they look at none
     * @param buyers whether they look at orders of the buyers behind these orders, too
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(
            FeatureCatalog features, int[] places, @Nullable OrderKey key, boolean buyers) {}

    private static final FeatureCatalog NO_ORDERS = FeatureCatalog.orders().only(List.of());
    private static final FeatureCatalog NO_SELLERS = FeatureCatalog.sellers().only(List.of());

    private final FeatureOptions options;
    private final HistoryNeeds orderNeeds;
    private final HistoryNeeds sellerNeeds;
    private final List<Part> ofOrders;
    private final List<Part> ofSellers;

    public PointInTime(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.options = options;
        this.orderNeeds = HistoryNeeds.of(orders, options);
        this.sellerNeeds = HistoryNeeds.of(sellers, options);
        this.ofOrders = parts(orders);
        this.ofSellers = parts(sellers);
    }

    private List<Part> parts(FeatureCatalog all) {
        record Rows(@Nullable OrderKey key, boolean buyers) {}
        Map<Rows, List<String>> alike = new LinkedHashMap<>();
        for (FeatureDefinition feature : all.features()) {
            Look look = Look.of(feature.formula(), options);
            HistoryNeeds needs = HistoryNeeds.of(all.only(List.of(feature.name())), options);
            Rows rows = new Rows(
                    look == null ? null : look.key(), !needs.buyersBehind().isZero());
            alike.computeIfAbsent(rows, _ -> new ArrayList<>()).add(feature.name());
        }
        return alike.entrySet().stream()
                .map(part -> new Part(
                        all.only(part.getValue()),
                        part.getValue().stream().mapToInt(all::position).toArray(),
                        part.getKey().key(),
                        part.getKey().buyers()))
                .toList();
    }

    /** The events that {@link #orders} needs. */
    public HistoryNeeds orderNeeds() {
        return orderNeeds;
    }

    /** The events that {@link #sellers} needs. */
    public HistoryNeeds sellerNeeds() {
        return sellerNeeds;
    }

    /** A vector per order, in the order asked for; each as of the order's own instant. */
    public List<double[]> orders(List<Order> subjects, LoadedEvents events) {
        return vectors(
                ofOrders,
                part -> new FeatureEngine(part.features(), NO_SELLERS, options),
                subjects,
                OrderKey::valueIn,
                Order::placedAt,
                (engine, order) -> engine.vector(order),
                events);
    }

    /** A vector per seller and instant, in the order asked for. */
    public List<double[]> sellers(List<SellerMoment> subjects, LoadedEvents events) {
        return vectors(
                ofSellers,
                part -> new FeatureEngine(NO_ORDERS, part.features(), options),
                subjects,
                (_, moment) -> moment.seller().sellerId(),
                SellerMoment::at,
                (engine, moment) -> engine.vector(moment.seller(), moment.at()),
                events);
    }

    private interface Value<T> {
        @Nullable
        String of(OrderKey key, T subject);
    }

    private interface Asking<T> {
        double[] vector(FeatureEngine engine, T subject);
    }

    private static <T> List<double[]> vectors(
            List<Part> parts,
            Function<Part, FeatureEngine> made,
            List<T> subjects,
            Value<T> value,
            Function<T, Instant> instant,
            Asking<T> asking,
            LoadedEvents events) {
        int[] inTime = IntStream.range(0, subjects.size())
                .boxed()
                .sorted(Comparator.comparing(i -> instant.apply(subjects.get(i))))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Order> past = past(events);
        double[][] vectors = new double[subjects.size()]
                [parts.stream().mapToInt(part -> part.places().length).sum()];
        for (Part part : parts) {
            FeatureEngine engine = made.apply(part);
            OrderKey key = part.key();
            Predicate<Order> seen = _ -> false;
            if (key == null) {
                events.sellers().forEach(engine::know);
                events.sellerVersions().forEach(engine::know);
                events.sellerFraud().forEach(engine::know);
            } else {
                events.fraud().forEach(engine::know);
                Set<String> values = subjects.stream()
                        .map(subject -> value.of(key, subject))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
                seen = order -> part.buyers() || values.contains(key.valueIn(order));
            }
            int told = 0;
            for (int i : inTime) {
                Instant at = instant.apply(subjects.get(i));
                for (; told < past.size() && past.get(told).placedAt().isBefore(at); told++) {
                    if (seen.test(past.get(told))) {
                        engine.observe(past.get(told));
                    }
                }
                double[] its = asking.vector(engine, subjects.get(i));
                for (int f = 0; f < its.length; f++) {
                    vectors[i][part.places()[f]] = its[f];
                }
            }
        }
        return List.of(vectors);
    }

    /** Each order once, by its instant. */
    private static List<Order> past(LoadedEvents events) {
        Set<String> ids = HashSet.newHashSet(events.orders().size());
        List<Order> past = new ArrayList<>(events.orders().size());
        for (Order order : events.orders()) {
            if (ids.add(order.orderId())) {
                past.add(order);
            }
        }
        past.sort(Comparator.comparing(Order::placedAt));
        return past;
    }
}
