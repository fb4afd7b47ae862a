package org.assize.workbench.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.assize.workbench.demo.SimulatedOrder.Fate;

/** The ground in which schemes are planted, and what sowing each of them needs. */
final class Planting {
    final long seed;
    final Population population;
    final Trade trade;
    final Instant start;
    final Instant end;
    final double days;
    final Truth truth;
    final List<Plot> plots = new ArrayList<>();
    private final double scale;
    private final Set<SimulatedSeller> cast = new HashSet<>();

    Planting(
            long seed,
            Population population,
            Trade trade,
            Instant start,
            Instant end,
            double days,
            double scale,
            Truth truth) {
        this.seed = seed;
        this.population = population;
        this.trade = trade;
        this.start = start;
        this.end = end;
        this.days = days;
        this.scale = scale;
        this.truth = truth;
    }

    int count(int instances) {
        return Math.max(1, (int) Math.round(instances * scale));
    }

    /**
     * When the {@code i}th of {@code n} schemes begins and ends: spread over the history, the last of them still at work
     * when it ends.
     */
    Instant[] life(Dice dice, int i, int n, double leastDays, double mostDays) {
        double first = 2 + (i + dice.unit()) * (days - 7) / n;
        double life = dice.between(leastDays, mostDays);
        if (i == n - 1) {
            first = Math.max(first, days - .75 * life);
            life = Math.max(life, days - first + dice.between(5, 12));
        }
        Instant from = start.plus(Dice.days(first));
        return new Instant[] {from, from.plus(Dice.days(life))};
    }

    static Scheme scheme(SchemeKind kind, int i, boolean careful, Instant[] life, String evidence) {
        return new Scheme("%s-%02d".formatted(kind.typology(), i + 1), kind, careful, life[0], life[1], evidence);
    }

    /** Most of the trade, and of the fraud, is in the big markets. */
    static Market market(Dice dice) {
        return Market.ALL.get(Math.min(dice.below(Market.ALL.size()), dice.below(Market.ALL.size())));
    }

    /** An honest seller that trades at the time and fits; the best of many tries if none quite does. */
    SimulatedSeller honestSeller(Dice dice, Market market, Instant at, Predicate<SimulatedSeller> fits) {
        SimulatedSeller seller = population.seller(dice, market, at);
        for (int i = 0; i < 60 && (!fits.test(seller) || cast.contains(seller)); i++) {
            seller = population.seller(dice, market, at);
        }
        return seller;
    }

    /** Such a seller, taken for a part that nobody else may play. */
    SimulatedSeller cast(Dice dice, Market market, Instant at, Predicate<SimulatedSeller> fits) {
        SimulatedSeller seller = honestSeller(dice, market, at, fits);
        while (!cast.add(seller)) {
            seller = population.seller(dice, market, at);
        }
        return seller;
    }

    /** The seller belongs to the scheme; the marketplace finds out with a probability, some time after it began. */
    void plant(Dice dice, SimulatedSeller seller, Scheme scheme, double banned, double medianDays) {
        truth.plant(seller.ref(), scheme.kind(), scheme);
        if (dice.chance(banned)) {
            seller.ban(dice.later(scheme.from(), medianDays, .4));
        }
    }

    void plot(Scheme scheme, Market market, int acts, double ramp, Plot.Act act) {
        plots.add(new Plot(scheme, market, acts, ramp, act));
    }

    /** A parcel whose receiver tells nobody anything. */
    static Fate unreviewed(Fate fate) {
        return new Fate(
                fate.shippedAt(),
                fate.deliveredAt(),
                fate.cancelledAt(),
                fate.refundedAt(),
                fate.goodsReturned(),
                null,
                0);
    }

    static SimulatedOrder with(SimulatedOrder order, Fate fate) {
        return new SimulatedOrder(
                order.id(),
                order.placedAt(),
                order.seller(),
                order.buyer(),
                order.basket(),
                order.footprint(),
                order.shipTo(),
                order.promisedAt(),
                fate,
                order.fraud());
    }
}
