package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.Features;
import org.assize.feature.HistorySweep;
import org.assize.feature.OrderHistory;
import org.assize.label.Label;
import org.assize.label.LabelSpans;
import org.assize.label.LabelsAsOf;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * Turns history and labels into rows to learn from and later rows to be tested on, with the features that live orders get.
 * What teaches is what was known when testing began; silence about an order that is older than the delay counts as
 * legitimate, silence about a younger one as nothing. Sellers are taken day by day, each day that they had orders.
 */
@ApplicationScoped
class TrainingData {

    /** Later rows, as parallel lists: what a model is tested on. {@code unit} is the buyer, or the seller. */
    static final class TestRows {
        final List<double[]> vectors = new ArrayList<>();
        final List<Boolean> fraud = new ArrayList<>();
        final List<Integer> day = new ArrayList<>();
        final List<Integer> unit = new ArrayList<>();

        boolean isEmpty() {
            return vectors.isEmpty();
        }

        boolean[] frauds() {
            boolean[] all = new boolean[fraud.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = fraud.get(i);
            }
            return all;
        }

        int[] days() {
            return day.stream().mapToInt(Integer::intValue).toArray();
        }

        int[] units() {
            return unit.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** What a model learns from and is tested on; {@code test} is empty where nothing later is there. */
    record Rows(FeatureCatalog catalog, TrainingRows train, TestRows test) {}

    /** All that has been recorded: what was known then may have been recorded later. */
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Jdbi jdbi;
    private final Features features;
    private final OrderHistory history;
    private final LabelsAsOf labels;
    private final LabelSpans spans;
    private final TrainingConfig config;

    TrainingData(
            Jdbi jdbi,
            Features features,
            OrderHistory history,
            LabelsAsOf labels,
            LabelSpans spans,
            TrainingConfig config) {
        this.jdbi = jdbi;
        this.features = features;
        this.history = history;
        this.labels = labels;
        this.spans = spans;
        this.config = config;
    }

    /** The newest order placed before {@code asOf}. */
    Optional<Instant> newestOrder(Instant asOf) {
        return jdbi.withHandle(handle -> handle.createQuery("select max(placed_at) from orders where placed_at < :asOf")
                .bind("asOf", asOf)
                .mapTo(Instant.class)
                .findOne());
    }

    long orders() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from (select 1 from orders limit 100000) few")
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * The latest split of which everything has had its time: the test ends with the newest order, or so long before
     * {@code asOf} that its truth has arrived.
     */
    TimeSplit latestSplit(Instant newest, Instant asOf) {
        Instant matured = asOf.minus(config.delay());
        Instant end = newest.isBefore(matured) ? newest.plusNanos(1_000) : matured;
        Instant testFrom = end.minus(config.test());
        Instant trainUntil = testFrom.minus(config.delay());
        return new TimeSplit(shortened(trainUntil.minus(config.window()), trainUntil), trainUntil, testFrom, end);
    }

    private Instant shortened(Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select placed_at from orders where placed_at >= :from and placed_at < :until
                        order by placed_at desc, order_id desc offset :most limit 1
                        """)
                .bind("from", from)
                .bind("until", until)
                .bind("most", config.mostRows())
                .mapTo(Instant.class)
                .findOne()
                .orElse(from));
    }

    /** @param test whether rows of the test window are wanted */
    Rows rows(SubjectKind kind, TimeSplit split, Instant asOf, boolean test) {
        boolean orders = kind == SubjectKind.ORDER;
        FeatureCatalog catalog = features.catalog(kind);
        Collector collector = orders ? new OrderCollector(split, asOf) : new SellerCollector(split, asOf);
        new HistorySweep(
                        history,
                        orders ? catalog : FeatureCatalog.orders().only(List.of()),
                        orders ? FeatureCatalog.sellers().only(List.of()) : catalog,
                        features.options())
                .run(split.trainFrom(), test ? split.testUntil() : split.trainUntil(), collector);
        return new Rows(catalog, collector.trainingRows(catalog.names()), collector.test);
    }

    private Map<String, Boolean> fraudByOrder(Instant asOf) {
        Map<String, Boolean> fraud = new HashMap<>();
        labels.forEach(
                asOf,
                EVER,
                SubjectKind.ORDER,
                (Label label) -> fraud.put(label.subject().id(), label.fraud()));
        return fraud;
    }

    private abstract static class Collector implements HistorySweep.Visitor {
        final TimeSplit split;
        final List<double[]> vectors = new ArrayList<>();
        final List<Boolean> fraud = new ArrayList<>();
        final TestRows test = new TestRows();
        private final Map<String, Integer> units = new HashMap<>();

        Collector(TimeSplit split) {
            this.split = split;
        }

        void test(Instant at, double[] vector, boolean isFraud, String unit) {
            test.vectors.add(vector);
            test.fraud.add(isFraud);
            test.day.add((int) Duration.between(split.testFrom(), at).toDays());
            test.unit.add(units.computeIfAbsent(unit, u -> units.size()));
        }

        TrainingRows trainingRows(List<String> names) {
            boolean[] isFraud = new boolean[fraud.size()];
            for (int i = 0; i < isFraud.length; i++) {
                isFraud[i] = fraud.get(i);
            }
            return new TrainingRows(names, vectors.toArray(double[][]::new), isFraud);
        }
    }

    private final class OrderCollector extends Collector {
        private final Map<String, Boolean> knownThen;
        private final Map<String, Boolean> knownNow;

        OrderCollector(TimeSplit split, Instant asOf) {
            super(split);
            knownThen = fraudByOrder(split.testFrom());
            knownNow = fraudByOrder(asOf);
        }

        @Override
        public void order(Order order, FeatureEngine engine) {
            if (order.placedAt().isBefore(split.trainUntil())) {
                vectors.add(engine.vector(order));
                fraud.add(knownThen.getOrDefault(order.orderId(), false));
            } else if (split.tests(order.placedAt())) {
                test(
                        order.placedAt(),
                        engine.vector(order),
                        knownNow.getOrDefault(order.orderId(), false),
                        order.buyerId());
            }
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {}
    }

    private final class SellerCollector extends Collector {
        private final Map<String, Seller> sellers = new HashMap<>();
        private final Set<String> active = new LinkedHashSet<>();
        private final LabelSpans.Sellers knownThen;
        private final LabelSpans.Sellers knownNow;

        SellerCollector(TimeSplit split, Instant asOf) {
            super(split);
            history.sellers().forEach(seller -> sellers.put(seller.sellerId(), seller));
            knownThen = spans.sellers(split.testFrom());
            knownNow = spans.sellers(asOf);
        }

        @Override
        public void order(Order order, FeatureEngine engine) {
            active.add(order.sellerId());
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {
            Instant began = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            boolean trains = !at.isAfter(split.trainUntil());
            boolean tests = split.tests(began);
            for (String id : active) {
                if (trains) {
                    vectors.add(engine.vector(Objects.requireNonNull(sellers.get(id)), at));
                    fraud.add(knownThen.fraudOn(id, began, at));
                } else if (tests) {
                    test(
                            began,
                            engine.vector(Objects.requireNonNull(sellers.get(id)), at),
                            knownNow.fraudOn(id, began, at),
                            id);
                }
            }
            active.clear();
        }
    }
}
