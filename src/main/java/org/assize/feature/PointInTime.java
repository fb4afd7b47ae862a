package org.assize.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of a few subjects from the few events they depend on: the engine of history, started afresh. Equal to the bit to a
 * sweep over everything, provided the events include those that {@link HistoryNeeds} names.
 *
 * <p>A feature looks at the orders of one key. So the features of each key have an engine that is told of the subjects' orders of
 * that key and of no others: of a seller's thousand orders none then enters what is remembered of their thousand buyers. Where the
 * past of a value is kept ({@link Past}), its engines are too. Made once for a model, asked by several threads at once.
 */
public final class PointInTime {

    /** A seller as of an instant. */
    public record SellerMoment(Seller seller, Instant at) {}

    /**
     * Features that look at the same orders.
     *
     * @param plan what an engine for them goes by
     * @param places of theirs in the whole vector
     * @param key whose orders they look at; null when they look at none
     * @param buyers whether they look at orders of the buyers behind these orders, too
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(
            FeaturePlan plan, int[] places, @Nullable OrderKey key, boolean buyers) {}

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
                        plan(all.only(part.getValue())),
                        part.getValue().stream().mapToInt(all::position).toArray(),
                        part.getKey().key(),
                        part.getKey().buyers()))
                .toList();
    }

    private FeaturePlan plan(FeatureCatalog features) {
        return switch (features.subject()) {
            case ORDER -> new FeaturePlan(features, NO_SELLERS, options);
            case SELLER -> new FeaturePlan(NO_ORDERS, features, options);
        };
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
                ofOrders, subjects, KeyValue::of, Order::placedAt, (engine, order) -> engine.vector(order), events);
    }

    /** A vector per seller and instant, in the order asked for. */
    public List<double[]> sellers(List<SellerMoment> subjects, LoadedEvents events) {
        return vectors(
                ofSellers,
                subjects,
                (_, moment) -> KeyValue.ofSeller(moment.seller().sellerId()),
                SellerMoment::at,
                (engine, moment) -> engine.vector(moment.seller(), moment.at()),
                events);
    }

    private interface Value<T> {
        @Nullable
        KeyValue of(OrderKey key, T subject);
    }

    private interface Asking<T> {
        double[] vector(FeatureEngine engine, T subject);
    }

    private static <T> List<double[]> vectors(
            List<Part> parts,
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
        Order[] past = past(events);
        double[][] vectors = new double[subjects.size()]
                [parts.stream().mapToInt(part -> part.places().length).sum()];
        for (Part part : parts) {
            Map<KeyValue, RunningEngine> along = new HashMap<>();
            RunningEngine afresh = null;
            for (int i : inTime) {
                T subject = subjects.get(i);
                Instant at = instant.apply(subject);
                Past kept = kept(part, subject, value, events);
                RunningEngine engine;
                if (kept != null) {
                    engine = along.computeIfAbsent(
                            kept.value(), _ -> kept.engines().take(part.plan(), kept, at));
                } else {
                    afresh = afresh == null ? afresh(part, subjects, value, past, events) : afresh;
                    engine = afresh;
                }
                double[] its = asking.vector(engine.at(at), subject);
                for (int f = 0; f < its.length; f++) {
                    vectors[i][part.places()[f]] = its[f];
                }
            }
            along.forEach((of, engine) ->
                    Objects.requireNonNull(events.pasts().get(of)).engines().giveBack(engine));
        }
        return List.of(vectors);
    }

    private static <T> @Nullable Past kept(Part part, T subject, Value<T> value, LoadedEvents events) {
        KeyValue its = part.key() == null || part.buyers() ? null : value.of(part.key(), subject);
        return its == null ? null : events.pasts().get(its);
    }

    private static <T> RunningEngine afresh(
            Part part, List<T> subjects, Value<T> value, Order[] past, LoadedEvents events) {
        if (part.key() == null) {
            return RunningEngine.amongSellers(part.plan(), events);
        }
        Order[] seen = past;
        if (!part.buyers()) {
            List<T> others = subjects.stream()
                    .filter(subject -> kept(part, subject, value, events) == null)
                    .toList();
            seen = ofKey(part.key(), others, value, past);
        }
        return new RunningEngine(part.plan(), seen, events.fraud().toArray(FraudKnowledge[]::new));
    }

    /** Those that have a value of the key in common with a subject. */
    private static <T> Order[] ofKey(OrderKey key, List<T> subjects, Value<T> value, Order[] past) {
        Set<String> values = new HashSet<>();
        for (T subject : subjects) {
            KeyValue its = value.of(key, subject);
            if (its != null) {
                values.add(its.value());
            }
        }
        // of one subject, as every live order is, to compare is a fraction of what it is to hash
        String only = values.size() == 1 ? values.iterator().next() : null;
        List<Order> of = new ArrayList<>();
        for (Order order : past) {
            String its = key.valueIn(order);
            if (its != null && (only == null ? values.contains(its) : only.equals(its))) {
                of.add(order);
            }
        }
        return of.toArray(Order[]::new);
    }

    /** Each order once, by its instant. */
    private static Order[] past(LoadedEvents events) {
        List<Order> sorted = new ArrayList<>(events.orders());
        sorted.sort((one, other) -> one.placedAt().compareTo(other.placedAt()));
        List<Order> past = new ArrayList<>(sorted.size());
        Set<String> ofThisInstant = new HashSet<>();
        Instant instant = Instant.MIN;
        for (int i = 0; i < sorted.size(); i++) {
            Order order = sorted.get(i);
            boolean first = !order.placedAt().equals(instant);
            boolean last =
                    i + 1 == sorted.size() || !sorted.get(i + 1).placedAt().equals(order.placedAt());
            if (first) {
                ofThisInstant.clear();
                instant = order.placedAt();
            }
            if (first && last || ofThisInstant.add(order.orderId())) {
                past.add(order);
            }
        }
        return past.toArray(Order[]::new);
    }
}
