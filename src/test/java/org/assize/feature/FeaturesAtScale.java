package org.assize.feature;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * How many orders of a history a second get their vector, on one core: the engine that history and live orders share, beside
 * two pointers over plain arrays. Counted is the time of the processor, so that whoever else is on the machine counts less.
 * No part of the suite: run {@code main}, with the number of orders when it shall not be two million.
 */
final class FeaturesAtScale {

    private static final int BLOCK = 20_000;
    private static final int WARM_UP = 100_000;
    private static final long SEED = 1;
    /** One order in so many turns out to be fraud, a week later. */
    private static final int FRAUD = 60;

    private record Swept(double perSecond, long different) {}

    private FeaturesAtScale() {}

    public static void main(String[] arguments) {
        int orders = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        FeatureCatalog all = FeatureCatalog.orders();
        FeatureCatalog fifteen = all.only(TwoPointers.FEATURES);
        sweep(all, WARM_UP, null);
        sweep(fifteen, WARM_UP, null);
        twoPointers(WARM_UP);
        Floor floor = twoPointers(orders);
        Swept few = sweep(fifteen, orders, floor.rows());
        tell(fifteen, few, floor);
        tell(all, sweep(all, orders, null), floor);
        System.out.printf("%,d values differ from those of the two pointers%n", few.different());
    }

    private static void tell(FeatureCatalog catalog, Swept swept, Floor floor) {
        System.out.printf(
                "%.3f of two pointers: %d features of %,.0f orders a second of processor time, two pointers %,.0f%n",
                swept.perSecond() / floor.perSecond(), catalog.size(), swept.perSecond(), floor.perSecond());
    }

    private record Floor(double perSecond, double[] rows) {}

    private static Floor twoPointers(int orders) {
        long[] at = new long[orders];
        long[] cents = new long[orders];
        int[] sellers = new int[orders];
        int[] buyers = new int[orders];
        Map<String, Integer> ids = new HashMap<>();
        SimulatedOrders simulated = new SimulatedOrders(new SplittableRandom(SEED), orders);
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
    private static Swept sweep(FeatureCatalog catalog, int orders, double @Nullable [] expected) {
        FeatureEngine engine =
                new FeatureEngine(catalog, FeatureCatalog.sellers().only(List.of()), FeatureOptions.DEFAULT);
        SimulatedOrders simulated = new SimulatedOrders(new SplittableRandom(SEED), orders);
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
            for (int i = 0; i < block.size(); i++) {
                engine.vector(block.get(i), vectors[i]);
                engine.observe(block.get(i));
            }
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
