package org.assize.feature;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/** Measures how every feature is spread over a stretch of history, from a sample: what the page of features shows. */
@ApplicationScoped
public class MeasureFeatures {

    /** Vectors looked at of each kind, about; the picture gets no better with more. */
    private static final int VECTORS = 20_000;

    private static final long SEED = 1;

    private final Features features;
    private final OrderHistory history;
    private final FeatureDistributions distributions;
    private final AssizeClock clock;

    MeasureFeatures(Features features, OrderHistory history, FeatureDistributions distributions, AssizeClock clock) {
        this.features = features;
        this.history = history;
        this.distributions = distributions;
        this.clock = clock;
    }

    /** @param expected how many orders there are in [from, until), about: decides which share is looked at */
    public void measure(Actor actor, Instant from, Instant until, long expected) {
        actor.require(Permission.TRAIN_MODELS);
        FeatureCatalog orders = features.catalog(SubjectKind.ORDER);
        FeatureCatalog sellers = features.catalog(SubjectKind.SELLER);
        Sample sample = new Sample(orders, sellers, Math.max(1, expected / VECTORS));
        new HistorySweep(history, orders, sellers, features.options()).run(from, until, sample);
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = clock.now();
            orders.names().forEach(name -> distributions.store(SubjectKind.ORDER, name, sample.ofOrders.of(name), now));
            sellers.names()
                    .forEach(name -> distributions.store(SubjectKind.SELLER, name, sample.ofSellers.of(name), now));
        });
    }

    /** Every n-th order, and at the end of each day the sellers of those. */
    private final class Sample implements HistorySweep.Visitor {

        private final FeatureDistribution.Collector ofOrders;
        private final FeatureDistribution.Collector ofSellers;
        private final long every;
        private final Map<String, Seller> sellers = new HashMap<>();
        private final Set<String> active = new HashSet<>();
        private long seen;

        Sample(FeatureCatalog orders, FeatureCatalog sellers, long every) {
            ofOrders = new FeatureDistribution.Collector(orders, SEED);
            ofSellers = new FeatureDistribution.Collector(sellers, SEED);
            this.every = every;
            history.sellers().forEach(seller -> this.sellers.put(seller.sellerId(), seller));
        }

        @Override
        public void order(Order order, double[] vector) {
            if (seen++ % every == 0) {
                ofOrders.add(vector);
                active.add(order.sellerId());
            }
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {
            active.stream()
                    .sorted()
                    .map(id -> Objects.requireNonNull(sellers.get(id), "an order names a seller that is not there"))
                    .forEach(seller -> ofSellers.add(engine.vector(seller, at)));
            active.clear();
        }
    }
}
