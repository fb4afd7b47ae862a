package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.assize.subject.Order;
import org.assize.subject.Outcome;

/** Orders that go on after the history, one after another in time, for a demo that keeps living. Never exhausted. */
public final class LiveStream implements Iterator<LiveStream.LiveOrder> {
    /** Above the share in the history, so that somebody who watches for minutes sees fraud come in. */
    private static final double SCHEMED = .035;

    private final Dice dice;
    private final Trade trade;
    private final List<Plot> plots;
    private final Truth truth;
    private final double gapSeconds;
    private final PriorityQueue<SimulatedOrder> waiting =
            new PriorityQueue<>(Comparator.comparing(SimulatedOrder::placedAt));
    private Instant now;
    private int number;

    /** An order as it is placed, and the outcomes that the world will tell about it, with the instants they become known. */
    public record LiveOrder(Order order, List<Outcome> outcomesToCome) {}

    LiveStream(
            long seed,
            Instant from,
            double ordersPerMinute,
            Trade trade,
            List<Plot> plots,
            Truth truth,
            int ordersBefore) {
        if (!(ordersPerMinute > 0)) {
            throw new IllegalArgumentException("orders per minute must be above 0, not " + ordersPerMinute);
        }
        this.dice = new Dice(seed, "live " + from);
        this.trade = trade;
        this.plots = plots;
        this.truth = truth;
        this.gapSeconds = 60 / ordersPerMinute;
        this.now = from;
        this.number = ordersBefore;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public LiveOrder next() {
        while (waiting.isEmpty() || waiting.peek().placedAt().isAfter(now)) {
            now = now.plus(Duration.ofNanos(1_000 * (long) (dice.exponential(gapSeconds) * 1e6)));
            waiting.addAll(ordersAt(now));
        }
        SimulatedOrder order = waiting.remove().named(SimulatedMarketplace.orderId(number++));
        if (order.fraud() != null) {
            truth.plant(order.ref(), order.fraud().kind(), order.fraud().scheme());
        }
        return new LiveOrder(order.asOf(order.placedAt()), OutcomeNews.about(dice, order));
    }

    private List<SimulatedOrder> ordersAt(Instant at) {
        List<Plot> running =
                plots.stream().filter(plot -> plot.scheme().running(at)).toList();
        if (!running.isEmpty() && dice.chance(SCHEMED)) {
            double[] busy = Dice.runningSum(
                    running.stream().mapToDouble(Plot::actsPerDay).toArray());
            List<SimulatedOrder> orders = running.get(dice.weighted(busy)).act().orders(dice, at);
            if (!orders.isEmpty()) {
                return orders;
            }
        }
        double[] awake = Dice.runningSum(Market.ALL.stream()
                .mapToDouble(market -> market.share() * Trade.bustle(market, at))
                .toArray());
        return List.of(trade.honest(dice, Market.ALL.get(dice.weighted(awake)), at));
    }
}
