package org.assize.workbench.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.FeatureOptions;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * How many orders of a history a second get their vector, on one core: the engine that history and live orders share, beside
 * two pointers over plain arrays. Counted is the time of the processor, so that whoever else is on the machine counts less.
 */
final class FeatureSpeed implements Scenario {

    private static final int BLOCK = 20_000;
    private static final int WARM_UP = 100_000;
    private static final double TARGET = 300_000;
    /** One order in so many turns out to be fraud, a week later. */
    private static final int FRAUD = 60;

    private record Swept(double perSecond, long different) {}

    @Override
    public String name() {
        return "features";
    }

    @Override
    public String does() {
        return "exact vectors of every order of a simulated half year, as of its own instant, on one core";
    }

    @Override
    public List<Size> sizes() {
        return List.of(new Size("history", 500_000, 2_000_000, "orders of history"));
    }

    @Override
    public List<Figure> run(Bench bench) {
        int orders = bench.count("history");
        FeatureCatalog all = FeatureCatalog.orders();
        FeatureCatalog fifteen = all.only(TwoPointers.FEATURES);
        bench.say("warming up");
        sweep(bench, all, WARM_UP, null);
        sweep(bench, fifteen, WARM_UP, null);
        twoPointers(bench, WARM_UP);
        bench.say("two pointers over plain arrays");
        Floor floor = twoPointers(bench, orders);
        bench.say("the engine with " + fifteen.size() + " features");
        Swept few = sweep(bench, fifteen, orders, floor.rows());
        bench.say("the engine with " + all.size() + " features");
        Swept many = sweep(bench, all, orders, null);
        return List.of(
                atLeast(fifteen.size() + " features in 4 windows", few.perSecond(), floor.perSecond()),
                atLeast("all " + all.size() + " features", many.perSecond(), floor.perSecond()),
                Figure.none("values that differ from the two pointers'", few.different()));
    }

    private static Figure atLeast(String what, double perSecond, double floor) {
        return new Figure(what, perSecond, "orders/s", floor, new Figure.Target(Figure.Of.VALUE, false, TARGET, false));
    }

    private record Floor(double perSecond, double[] rows) {}

    private static Floor twoPointers(Bench bench, int orders) {
        long[] at = new long[orders];
        long[] cents = new long[orders];
        int[] sellers = new int[orders];
        int[] buyers = new int[orders];
        Map<String, Integer> ids = new HashMap<>();
        SimulatedOrders simulated = new SimulatedOrders(bench.dice("history"), orders);
        int n = 0;
        for (List<Order> block = simulated.next(BLOCK); !block.isEmpty(); block = simulated.next(BLOCK)) {
            for (Order order : block) {
                at[n] = ChronoUnit.MICROS.between(Instant.EPOCH, order.placedAt());
                cents[n] = order.amount().minor();
                sellers[n] = ids.computeIfAbsent(order.sellerId(), _ -> ids.size());
                buyers[n++] = ids.computeIfAbsent(order.buyerId(), _ -> ids.size());
            }
        }
        long began = cpu();
        double[] rows = new TwoPointers(at, cents).rows(sellers, buyers);
        return new Floor(orders / ((cpu() - began) / 1e9), rows);
    }

    /** @param expected the rows that shall come out; null where nobody knows them */
    private static Swept sweep(Bench bench, FeatureCatalog catalog, int orders, double @Nullable [] expected) {
        FeatureEngine engine =
                new FeatureEngine(catalog, FeatureCatalog.sellers().only(List.of()), FeatureOptions.DEFAULT);
        SimulatedOrders simulated = new SimulatedOrders(bench.dice("history"), orders);
        double[][] vectors = new double[BLOCK][catalog.size()];
        long took = 0;
        long different = 0;
        int row = 0;
        for (List<Order> block = simulated.next(BLOCK); !block.isEmpty(); block = simulated.next(BLOCK)) {
            for (int i = 0; i < block.size(); i += FRAUD) {
                engine.know(new FraudKnowledge(
                        block.get(i).orderId(), true, block.get(i).placedAt().plus(Duration.ofDays(7))));
            }
            long began = cpu();
            engine.vectors(block, vectors);
            took += cpu() - began;
            for (int i = 0; expected != null && i < block.size(); i++, row++) {
                for (int f = 0; f < catalog.size(); f++) {
                    double should = expected[row * catalog.size() + f];
                    different += Double.doubleToLongBits(vectors[i][f]) == Double.doubleToLongBits(should) ? 0 : 1;
                }
            }
        }
        return new Swept(orders / (took / 1e9), different);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
