package org.assize.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assize.subject.Order;
import org.assize.subject.Seller;

/**
 * Vectors of a few subjects from the few events they depend on: the engine of history, started afresh. Equal to the bit to a
 * sweep over everything, provided the events include those that {@link HistoryNeeds} names.
 */
public final class PointInTime {

    /** A seller as of an instant. */
    public record SellerMoment(Seller seller, Instant at) {}

    private final FeatureCatalog orders;
    private final FeatureCatalog sellers;
    private final FeatureOptions options;

    public PointInTime(FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.orders = orders;
        this.sellers = sellers;
        this.options = options;
    }

    /** The events that {@link #orders} needs. */
    public HistoryNeeds orderNeeds() {
        return HistoryNeeds.of(orders, options);
    }

    /** The events that {@link #sellers} needs. */
    public HistoryNeeds sellerNeeds() {
        return HistoryNeeds.of(sellers, options);
    }

    /** A vector per order, in the order asked for; each as of the order's own instant. */
    public List<double[]> orders(List<Order> subjects, LoadedEvents events) {
        FeatureCatalog none = FeatureCatalog.sellers().only(List.of());
        FeatureEngine engine = new FeatureEngine(orders, none, options);
        return inTime(engine, events, subjects, Order::placedAt, engine::vector);
    }

    /** A vector per seller and instant, in the order asked for. */
    public List<double[]> sellers(List<SellerMoment> subjects, LoadedEvents events) {
        FeatureCatalog none = FeatureCatalog.orders().only(List.of());
        FeatureEngine engine = new FeatureEngine(none, sellers, options);
        return inTime(engine, events, subjects, SellerMoment::at, m -> engine.vector(m.seller(), m.at()));
    }

    private static <T> List<double[]> inTime(
            FeatureEngine engine,
            LoadedEvents events,
            List<T> subjects,
            Function<T, Instant> instant,
            Function<T, double[]> vector) {
        events.sellers().forEach(engine::know);
        events.sellerVersions().forEach(engine::know);
        events.sellerFraud().forEach(engine::know);
        events.fraud().forEach(engine::know);
        Map<String, Order> once = new HashMap<>();
        events.orders().forEach(o -> once.putIfAbsent(o.orderId(), o));
        List<Order> past = new ArrayList<>(once.values());
        past.sort(Comparator.comparing(Order::placedAt));
        double[][] vectors = new double[subjects.size()][];
        int told = 0;
        for (int i : IntStream.range(0, subjects.size())
                .boxed()
                .sorted(Comparator.comparing(i -> instant.apply(subjects.get(i))))
                .toList()) {
            Instant at = instant.apply(subjects.get(i));
            for (; told < past.size() && past.get(told).placedAt().isBefore(at); told++) {
                engine.observe(past.get(told));
            }
            vectors[i] = vector.apply(subjects.get(i));
        }
        return List.of(vectors);
    }
}
