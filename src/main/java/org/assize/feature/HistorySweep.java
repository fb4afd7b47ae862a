package org.assize.feature;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.assize.subject.Order;

/** Takes an engine once through a stretch of history, from far enough before it that every vector in it is exact. */
public final class HistorySweep {

    /** Is called for each order of the stretch and at the end of each UTC day. */
    public interface Visitor {

        /** @param vector the order's, as of its own instant; written over once this returns */
        void order(Order order, double[] vector);

        /** After the last order of a day; {@code at} is the midnight that ends it, of which the engine may be asked for vectors. */
        void dayEnds(LocalDate day, Instant at, FeatureEngine engine);
    }

    private final OrderHistory history;
    private final FeatureEngine engine;
    private final FeatureOptions options;

    /** A sweep with an engine for these catalogues; an empty catalogue asks for nothing and costs nothing. */
    public HistorySweep(OrderHistory history, FeatureCatalog orders, FeatureCatalog sellers, FeatureOptions options) {
        this.history = history;
        this.engine = new FeatureEngine(orders, sellers, options);
        this.options = options;
    }

    /** Visits the orders placed in [from, until) in time order; what they see reaches back as far as the features look. */
    public void run(Instant from, Instant until, Visitor visitor) {
        Instant start = from.minus(reach());
        history.sellers().forEach(engine::know);
        history.sellerVersions(until).forEach(engine::know);
        history.sellerFraud(until).forEach(engine::know);
        history.forEachFraudKnowledge(start, until, engine::know);
        Days days = new Days(from, visitor);
        history.forEachOrder(start, until, order -> {
            if (order.placedAt().isBefore(from)) {
                engine.observe(order);
            } else {
                days.passTo(order.placedAt());
                days.add(order);
            }
        });
        days.passTo(until);
        days.visit();
    }

    /** As far as the sweep has come; once it has run, it may be asked about the end of the stretch. */
    public FeatureEngine engine() {
        return engine;
    }

    /** The longest look back of any feature, and behind that the look back of what it looks at. */
    private Duration reach() {
        return Stream.of(engine.orders(), engine.sellers())
                .filter(catalog -> catalog.size() > 0)
                .map(catalog -> HistoryNeeds.of(catalog, options))
                .map(needs -> longest(needs.orders().values()).plus(needs.buyersBehind()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration longest(Collection<Duration> durations) {
        return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private final class Days {

        private final Visitor visitor;
        private final List<Order> waiting = new ArrayList<>(Block.SIZE);
        private final double[][] vectors =
                new double[Block.SIZE][engine.orders().size()];
        private LocalDate day;

        Days(Instant from, Visitor visitor) {
            this.visitor = visitor;
            this.day = LocalDate.ofInstant(from, ZoneOffset.UTC);
        }

        void add(Order order) {
            waiting.add(order);
            if (waiting.size() == Block.SIZE) {
                visit();
            }
        }

        void visit() {
            engine.vectors(waiting, vectors);
            for (int i = 0; i < waiting.size(); i++) {
                visitor.order(waiting.get(i), vectors[i]);
            }
            waiting.clear();
        }

        void passTo(Instant instant) {
            for (Instant end = end(); !end.isAfter(instant); end = end()) {
                visit();
                visitor.dayEnds(day, end, engine);
                day = day.plusDays(1);
            }
        }

        private Instant end() {
            return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }
}
