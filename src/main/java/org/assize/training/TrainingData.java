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
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.Features;
import org.assize.feature.HistorySweep;
import org.assize.feature.OrderHistory;
import org.assize.label.LabelConfig;
import org.assize.label.LabelSpans;
import org.assize.label.LabelsAsOf;
import org.assize.label.Snapshots;
import org.assize.security.Actor;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Turns history and labels into rows to learn from and later rows to be tested on, with the features that live orders get.
 * Silence about something that has had its time counts as legitimate, silence about something younger as nothing. Sellers
 * are taken day by day, each day that they had orders.
 */
@ApplicationScoped
class TrainingData {

    /** Rows to learn from as they are collected. */
    static final class Lesson {
        private final Stretch stretch;
        private final List<double[]> vectors = new ArrayList<>();
        private final List<Boolean> fraud = new ArrayList<>();
        private int byPeople;
        private int matured;
        private int maturedFrauds;

        private Lesson(Stretch stretch) {
            this.stretch = stretch;
        }

        /** @param said the last word about it, if any; silence speaks once it has had its time */
        private boolean wants(Instant at, boolean said) {
            return stretch.holds(at) && (said || stretch.silenceSpeaksOf(at));
        }

        private void add(Instant at, double[] vector, LabelSpans.@Nullable Said said) {
            boolean isFraud = said != null && said.fraud();
            vectors.add(vector);
            fraud.add(isFraud);
            byPeople += said != null && said.byPeople() ? 1 : 0;
            if (stretch.silenceSpeaksOf(at)) {
                matured++;
                maturedFrauds += isFraud ? 1 : 0;
            }
        }

        Stretch stretch() {
            return stretch;
        }

        /** Rows whose label is the verdict of people of the house. */
        int byPeople() {
            return byPeople;
        }

        /**
         * Of young days only what somebody spoke of is here, frauds above all; how common fraud is, the days that have had
         * their time tell.
         */
        TrainingRows rows(FeatureCatalog catalog) {
            boolean[] isFraud = new boolean[fraud.size()];
            for (int i = 0; i < isFraud.length; i++) {
                isFraud[i] = fraud.get(i);
            }
            TrainingRows rows =
                    new TrainingRows(catalog.names(), vectors.toArray(double[][]::new), isFraud).ruledBy(catalog);
            return maturedFrauds > 0 && maturedFrauds < matured
                    ? rows.withFraudOdds((double) maturedFrauds / (matured - maturedFrauds))
                    : rows;
        }
    }

    /** What a model learns from and is tested on, as {@link TrainingPlan} has it. */
    record Rows(
            FeatureCatalog catalog,
            Lesson learn,
            TestRows test,
            @Nullable Lesson whole) {}

    private final Jdbi jdbi;
    private final Features features;
    private final OrderHistory history;
    private final LabelsAsOf labels;
    private final LabelSpans spans;
    private final Snapshots snapshots;
    private final TrainingConfig config;
    private final Duration delay;

    TrainingData(
            Jdbi jdbi,
            Features features,
            OrderHistory history,
            LabelsAsOf labels,
            LabelSpans spans,
            Snapshots snapshots,
            TrainingConfig config,
            LabelConfig labelConfig) {
        this.jdbi = jdbi;
        this.features = features;
        this.history = history;
        this.labels = labels;
        this.spans = spans;
        this.snapshots = snapshots;
        this.config = config;
        this.delay = labelConfig.maturity();
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

    /** The labels of a snapshot, or all there are; empty when there is no such snapshot. */
    Optional<Truth> truth(@Nullable UUID snapshot) {
        return snapshot == null
                ? Optional.of(Truth.ofAll(labels, spans))
                : snapshots.labels(Actor.SYSTEM, snapshot).map(Truth::ofSnapshot);
    }

    /** The latest days, each stretch shortened at its beginning to what may be held in memory. */
    TrainingPlan latestPlan(Instant newest, Instant asOf, boolean labelled) {
        Instant end = newest.plusNanos(1_000);
        if (!labelled) {
            TrainingPlan plan = TrainingPlan.unlabelled(end, asOf, config.window());
            return new TrainingPlan(shortened(plan.learn()), null, null);
        }
        TrainingPlan plan = TrainingPlan.latest(end, asOf, delay, config.window(), config.test());
        return new TrainingPlan(
                shortened(plan.learn()),
                shortened(Objects.requireNonNull(plan.test())),
                shortened(Objects.requireNonNull(plan.whole())));
    }

    /** Whether a stretch has more orders than a model may learn from, or be tested on. */
    boolean tooMany(Instant from, Instant until) {
        return start(from, until).isPresent();
    }

    private Stretch shortened(Stretch stretch) {
        return start(stretch.from(), stretch.until())
                .map(from -> new Stretch(from, stretch.until(), stretch.knownAt(), stretch.delay()))
                .orElse(stretch);
    }

    /** Where the last {@code most-rows} orders before {@code until} begin, when there are more. */
    private Optional<Instant> start(Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select placed_at from orders where placed_at >= :from and placed_at < :until
                        order by placed_at desc, order_id desc offset :most limit 1
                        """)
                .bind("from", from)
                .bind("until", until)
                .bind("most", config.mostRows())
                .mapTo(Instant.class)
                .findOne());
    }

    Rows rows(SubjectKind kind, TrainingPlan plan, Truth truth) {
        boolean orders = kind == SubjectKind.ORDER;
        FeatureCatalog catalog = features.catalog(kind);
        Collector collector = orders ? new OrderCollector(plan, truth) : new SellerCollector(plan, truth);
        new HistorySweep(
                        history,
                        orders ? catalog : FeatureCatalog.orders().only(List.of()),
                        orders ? FeatureCatalog.sellers().only(List.of()) : catalog,
                        features.options())
                .run(plan.from(), plan.until(), collector);
        return new Rows(catalog, collector.learn, collector.test, collector.whole);
    }

    private abstract static class Collector implements HistorySweep.Visitor {
        final @Nullable Stretch testing;
        final Lesson learn;
        final @Nullable Lesson whole;
        final TestRows test = new TestRows();
        private final Map<String, Integer> units = new HashMap<>();

        Collector(TrainingPlan plan) {
            testing = plan.test();
            learn = new Lesson(plan.learn());
            whole = plan.whole() == null ? null : new Lesson(plan.whole());
        }

        /**
         * Puts a subject's moment where it belongs.
         *
         * @param then the last word about it when learning ended, if any
         * @param end the last word about it of all that is known, if any
         * @param unit what belongs together when the tested days are drawn again
         * @param known whether the unit was known as a fraud, or defrauded, by the beginning of that day
         */
        void take(
                Instant at,
                LocalDate day,
                LabelSpans.@Nullable Said then,
                LabelSpans.@Nullable Said end,
                Supplier<double[]> vectors,
                String unit,
                BooleanSupplier known) {
            boolean learns = learn.wants(at, then != null);
            boolean tests = testing != null && testing.holds(at) && (end != null || testing.silenceSpeaksOf(at));
            Lesson counting = whole != null && whole.wants(at, end != null) ? whole : null;
            if (!learns && !tests && counting == null) {
                return;
            }
            double[] vector = vectors.get();
            if (learns) {
                learn.add(at, vector, then);
            }
            if (tests) {
                int number = units.computeIfAbsent(unit, u -> units.size());
                test.add(
                        vector,
                        end != null && end.fraud(),
                        Math.toIntExact(day.toEpochDay()),
                        number,
                        known.getAsBoolean());
            }
            if (counting != null) {
                counting.add(at, vector, end);
            }
        }
    }

    private static final class OrderCollector extends Collector {
        private final Map<String, Truth.Word> toLearn;
        private final Map<String, Truth.Word> inTheEnd;
        /** When it first became known that a buyer was defrauded, since learning began. */
        private final Map<String, Instant> defrauded = new HashMap<>();

        OrderCollector(TrainingPlan plan, Truth truth) {
            super(plan);
            toLearn = truth.orders(plan.learn().knownAt());
            inTheEnd = plan.test() == null && plan.whole() == null
                    ? toLearn
                    : truth.orders(
                            plan.whole() == null
                                    ? Objects.requireNonNull(plan.test()).knownAt()
                                    : plan.whole().knownAt());
        }

        @Override
        public void order(Order order, double[] vector) {
            Instant at = order.placedAt();
            LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            Truth.Word end = inTheEnd.get(order.orderId());
            take(
                    at,
                    day,
                    said(toLearn.get(order.orderId())),
                    said(end),
                    vector::clone,
                    order.buyerId(),
                    () -> wasDefrauded(
                            order.buyerId(), day.atStartOfDay(ZoneOffset.UTC).toInstant()));
            if (end != null && end.fraud() && !at.isBefore(learn.stretch().from())) {
                defrauded.merge(order.buyerId(), end.knownAt(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }

        private static LabelSpans.@Nullable Said said(Truth.@Nullable Word word) {
            return word == null ? null : new LabelSpans.Said(word.fraud(), word.byPeople());
        }

        private boolean wasDefrauded(String buyer, Instant by) {
            Instant known = defrauded.get(buyer);
            return known != null && !known.isAfter(by);
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {}
    }

    private final class SellerCollector extends Collector {
        private final Map<String, Seller> sellers = new HashMap<>();
        private final Set<String> active = new LinkedHashSet<>();
        private final LabelSpans.Sellers toLearn;
        private final LabelSpans.Sellers inTheEnd;

        SellerCollector(TrainingPlan plan, Truth truth) {
            super(plan);
            history.sellers().forEach(seller -> sellers.put(seller.sellerId(), seller));
            toLearn = truth.sellers(plan.learn().knownAt());
            inTheEnd = plan.test() == null && plan.whole() == null
                    ? toLearn
                    : truth.sellers(
                            plan.whole() == null
                                    ? Objects.requireNonNull(plan.test()).knownAt()
                                    : plan.whole().knownAt());
        }

        @Override
        public void order(Order order, double[] vector) {
            active.add(order.sellerId());
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {
            Instant began = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            for (String id : active) {
                take(
                        began,
                        day,
                        toLearn.on(id, began, at),
                        inTheEnd.on(id, began, at),
                        () -> engine.vector(Objects.requireNonNull(sellers.get(id)), at),
                        id,
                        () -> inTheEnd.knownAsFraud(id, learn.stretch().from(), began));
            }
            active.clear();
        }
    }
}
