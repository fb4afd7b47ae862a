package org.assize.workbench.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/**
 * A marketplace that never was: sellers, buyers and their orders over the days before {@code end}, with frauds planted
 * among honest trade and honest mishaps. Everything is decided at construction from (seed, end, options); what anybody may
 * see depends on an instant, and nothing later than that instant shows.
 */
public final class SimulatedMarketplace {
    private static final int FULL_SIZE_ORDERS = 64_000;

    private final long seed;
    private final Instant start;
    private final Instant end;
    private final Options options;
    private final Population population;
    private final Trade trade;
    private final Truth truth = new Truth();
    private final List<Plot> plots;
    private final List<SimulatedOrder> orders;
    private final List<SimulatedSeller> sellers;
    private final List<Outcome> outcomes;

    /**
     * @param days length of the history, at least 60
     * @param sellers honest sellers, at least 100
     * @param orders honest orders, at least 1,000; the number of schemes follows it
     * @param buyers honest buyers, at least 500
     */
    public record Options(int days, int sellers, int orders, int buyers) {
        public static final Options DEFAULT = new Options(90, 2_150, FULL_SIZE_ORDERS, 26_000);

        public Options {
            if (days < 60 || sellers < 100 || orders < 1_000 || buyers < 500) {
                throw new IllegalArgumentException(
                        "a marketplace needs >= 60 days, 100 sellers, 1,000 orders, 500 buyers, not %d, %d, %d, %d"
                                .formatted(days, sellers, orders, buyers));
            }
        }
    }

    /** How much there is, and how much of it is fraud; for the start-up message and for tests. */
    public record Figures(
            int sellers,
            int fraudSellers,
            int orders,
            int fraudOrders,
            int outcomes,
            int schemesRunning,
            Map<String, Integer> fraudOrdersByTypology,
            Map<String, Integer> fraudSellersByTypology,
            Map<String, Integer> outcomesBySource) {}

    public SimulatedMarketplace(long seed, Instant end, Options options) {
        this.seed = seed;
        this.end = end.truncatedTo(ChronoUnit.SECONDS);
        this.start = this.end.minus(Duration.ofDays(options.days()));
        this.options = options;
        this.population = new Population(seed, start, this.end, options.sellers(), options.buyers());
        this.trade = new Trade(population, start, this.end);
        Planting ground = new Planting(
                seed,
                population,
                trade,
                start,
                this.end,
                options.days(),
                (double) options.orders() / FULL_SIZE_ORDERS,
                truth);
        new SellerPlots(ground).plant();
        new BuyerPlots(ground).plant();
        wrongBans();
        this.plots = List.copyOf(ground.plots);
        this.sellers = population.sellers().stream()
                .filter(seller -> seller.registeredAt.isBefore(this.end))
                .sorted(Comparator.comparing((SimulatedSeller seller) -> seller.registeredAt)
                        .thenComparing(seller -> seller.id))
                .toList();
        this.orders = trade();
        this.outcomes = news();
    }

    public Instant start() {
        return start;
    }

    public Instant end() {
        return end;
    }

    public Truth truth() {
        return truth;
    }

    /** Sellers registered before {@code at}, as they stood then, oldest first. */
    public List<Seller> sellers(Instant at) {
        return sellers.stream()
                .filter(seller -> seller.registeredAt.isBefore(at))
                .map(seller -> seller.asOf(at))
                .toList();
    }

    /** Orders placed in [{@code from}, {@code until}), as they stood at {@code until}, in the order of placing. */
    public List<Order> orders(Instant from, Instant until) {
        return orders.stream()
                .filter(order ->
                        !order.placedAt().isBefore(from) && order.placedAt().isBefore(until))
                .map(order -> order.asOf(until))
                .toList();
    }

    /** What a daily feed sends at {@code until}: orders placed since {@code from} and older ones that changed since. */
    public List<Order> newOrChangedOrders(Instant from, Instant until) {
        return orders.stream()
                .filter(order -> order.placedAt().isBefore(until)
                        && (!order.placedAt().isBefore(from) || order.changed(from, until)))
                .map(order -> order.asOf(until))
                .toList();
    }

    /** Outcomes that became known in ({@code from}, {@code until}], earliest first. */
    public List<Outcome> outcomes(Instant from, Instant until) {
        return outcomes.stream()
                .filter(outcome ->
                        outcome.knownAt().isAfter(from) && !outcome.knownAt().isAfter(until))
                .toList();
    }

    /** Writes sellers.csv, orders.csv and outcomes.csv as of the end, with their mappings; never the truth. */
    public void writeFeeds(Path directory) {
        DemoFeeds.writeSellers(directory, sellers(end));
        DemoFeeds.writeOrders(directory, orders(start, end));
        DemoFeeds.writeOutcomes(directory, outcomes(Instant.MIN, end));
    }

    public Figures figures() {
        return new Figures(
                sellers.size(),
                (int) sellers.stream()
                        .filter(seller -> truth.isFraud(seller.ref()))
                        .count(),
                orders.size(),
                truth.facts(SubjectKind.ORDER).size(),
                outcomes(Instant.MIN, end).size(),
                (int) truth.schemes().stream()
                        .filter(scheme -> scheme.running(end))
                        .count(),
                byTypology(SubjectKind.ORDER),
                byTypology(SubjectKind.SELLER),
                outcomes(Instant.MIN, end).stream()
                        .collect(
                                TreeMap::new,
                                (map, outcome) -> map.merge(outcome.source(), 1, Integer::sum),
                                Map::putAll));
    }

    private Map<String, Integer> byTypology(SubjectKind kind) {
        Map<String, Integer> counts = new TreeMap<>();
        truth.facts(kind).forEach(fact -> counts.merge(fact.kind().typology(), 1, Integer::sum));
        return counts;
    }

    /** The marketplace errs, too: it bans an honest seller now and then and takes it back. */
    private void wrongBans() {
        Dice dice = new Dice(seed, "wrong bans");
        for (int i = Math.max(1, options.sellers() / 500); i > 0; i--) {
            SimulatedSeller seller = population.seller(dice, dice.pick(Market.ALL), start);
            if (!truth.isFraud(seller.ref())) {
                seller.ban(dice.within(start, 20, options.days() - 20));
                if (dice.chance(.8)) {
                    seller.restore(dice.within(start, options.days() - 18, options.days() - 2));
                }
            }
        }
    }

    private List<SimulatedOrder> trade() {
        List<SimulatedOrder> all = new ArrayList<>(options.orders() + 4_000);
        for (Market market : Market.ALL) {
            Dice dice = new Dice(seed, "trade " + market.code());
            double[] days = trade.daySums(market);
            for (int i = (int) Math.round(options.orders() * market.share()); i > 0; i--) {
                all.add(trade.honest(dice, market, trade.shoppingTime(dice, market, days)));
            }
        }
        for (Plot plot : plots) {
            all.addAll(plot.until(end, new Dice(seed, plot.scheme().id())));
        }
        all.removeIf(
                order -> order.placedAt().isBefore(start) || !order.placedAt().isBefore(end));
        all.sort(Comparator.comparing(SimulatedOrder::placedAt));
        for (int i = 0; i < all.size(); i++) {
            SimulatedOrder order = all.get(i).named(orderId(i));
            all.set(i, order);
            if (order.fraud() != null) {
                truth.plant(order.ref(), order.fraud().kind(), order.fraud().scheme());
            }
        }
        return List.copyOf(all);
    }

    static String orderId(int number) {
        return "O-" + (40_100_000 + number);
    }

    private List<Outcome> news() {
        Dice dice = new Dice(seed, "outcomes");
        List<Outcome> all = new ArrayList<>();
        sellers.forEach(seller -> all.addAll(OutcomeNews.about(dice, seller, truth)));
        orders.forEach(order -> all.addAll(OutcomeNews.about(dice, order)));
        all.sort(Comparator.comparing(Outcome::knownAt)
                .thenComparing(outcome -> outcome.subject().id())
                .thenComparing(Outcome::source));
        return List.copyOf(all);
    }
}
