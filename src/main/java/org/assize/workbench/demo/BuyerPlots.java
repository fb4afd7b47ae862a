package org.assize.workbench.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assize.workbench.demo.Buyer.Address;
import org.assize.workbench.demo.Buyer.Instrument;
import org.assize.workbench.demo.SimulatedOrder.Basket;
import org.assize.workbench.demo.SimulatedOrder.Fate;
import org.assize.workbench.demo.SimulatedOrder.Footprint;

/** Frauds committed against honest sellers: stolen cards, taken-over accounts, refunds for what did arrive. */
final class BuyerPlots {
    private final Planting ground;

    BuyerPlots(Planting ground) {
        this.ground = ground;
    }

    void plant() {
        stolenPayment();
        accountTakeover();
        refundAbuse();
    }

    private static boolean easyToSell(SimulatedSeller seller) {
        return seller.goods == Goods.ELECTRONICS || seller.goods == Goods.PHONES || seller.goods == Goods.COLLECTIBLES;
    }

    private void stolenPayment() {
        int n = ground.count(11);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "stolen payment " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 3 == 1;
            Scheme scheme = Planting.scheme(
                    SchemeKind.STOLEN_PAYMENT,
                    i,
                    careful,
                    ground.life(dice, i, n, careful ? 10 : 2, careful ? 24 : 6),
                    careful
                            ? "Aged accounts, each with a card of its own, buy what sells again easily and have it sent to collection points."
                            : "One device tries card after card with sums under five, then buys phones and electronics for another address.");
            List<Buyer> accounts = new ArrayList<>();
            List<Instrument> cards = new ArrayList<>();
            List<String> devices = new ArrayList<>();
            List<Address> drops = new ArrayList<>();
            int acts = dice.between(18, 32);
            int people = careful ? acts / 2 : dice.between(2, 4);
            for (int b = 0; b < people; b++) {
                Instant since = dice.within(scheme.from(), careful ? -400 : -4, careful ? -60 : -.1);
                accounts.add(ground.population.buyer(dice, market, since, null));
            }
            for (int c = Math.max(4, acts * 2 / 3); c > 0; c--) {
                cards.add(new Instrument("card", ground.population.payment(dice)));
            }
            for (int d = careful ? people : dice.between(1, 2); d > 0; d--) {
                devices.add(ground.population.device(dice));
            }
            for (int d = careful ? 9 : 2; d > 0; d--) {
                Market there = careful || dice.chance(.5) ? market : dice.pick(Market.ALL);
                drops.add(new Address(
                        there.code(),
                        careful
                                ? ground.population.pickUpPoint(dice, there)
                                : ground.population.postcode(dice, there)));
            }
            ground.plot(scheme, market, acts, .9, (d, at) -> {
                double progress = scheme.progress(at);
                boolean trying = !careful && progress < .4;
                int who = d.below(accounts.size());
                SimulatedSeller seller = ground.honestSeller(
                        d, market, at, s -> trying ? s.goods == Goods.BOOKS || s.goods == Goods.BEAUTY : easyToSell(s));
                Basket usual = ground.trade.basket(d, seller, careful ? .9 : 1.7, 1);
                Basket basket = trying
                        ? new Basket(
                                Trade.priced(d, d.between(1, 4.5), market), usual.goods(), 1, .1, usual.priceToMarket())
                        : usual;
                Footprint footprint = new Footprint(
                        devices.get(who % devices.size()),
                        careful || d.chance(.4) ? d.pick(ground.population.carrierIps(market)) : Population.hostedIp(d),
                        cards.get(Math.min(cards.size() - 1, (int) (progress * cards.size()) + d.below(2))),
                        "web",
                        null);
                Address shipTo = trying ? accounts.get(who).home() : d.pick(drops);
                SimulatedOrder order = ground.trade.order(d, at, seller, accounts.get(who), basket, footprint, shipTo);
                Fate fate = d.chance(.1)
                        ? new Fate(null, null, d.within(at, .02, .6), null, false, null, 0)
                        : Planting.unreviewed(order.fate());
                return List.of(Planting.with(order, fate).as(SchemeKind.STOLEN_PAYMENT, scheme));
            });
        }
    }

    private void accountTakeover() {
        int n = ground.count(7);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "account takeover " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 2 == 1;
            Scheme scheme = Planting.scheme(
                    SchemeKind.ACCOUNT_TAKEOVER,
                    i,
                    careful,
                    ground.life(dice, i, n, 5, 14),
                    careful
                            ? "Old account, unknown device on a mobile network, a collection point never used before, three times the usual sum."
                            : "Old accounts with good habits buy dear goods from one unknown device behind a hosting network, for one new address.");
            int victims = dice.between(8, 14);
            List<Buyer> robbed = new ArrayList<>();
            List<String> devices = new ArrayList<>();
            while (robbed.size() < victims) {
                Buyer buyer = ground.population.buyer(dice, market, scheme.from());
                if (buyer.since().isBefore(scheme.from().minus(Dice.days(250)))) {
                    robbed.add(buyer);
                }
            }
            for (int d = careful ? victims : 2; d > 0; d--) {
                devices.add(ground.population.device(dice));
            }
            Address drop = new Address(market.code(), ground.population.postcode(dice, market));
            ground.plot(scheme, market, victims, 1, (d, at) -> {
                int who = Math.min(victims - 1, (int) (scheme.progress(at) * victims));
                Buyer buyer = robbed.get(who);
                String ip = careful ? d.pick(ground.population.carrierIps(market)) : Population.hostedIp(d);
                Address shipTo = careful ? new Address(market.code(), ground.population.pickUpPoint(d, market)) : drop;
                List<SimulatedOrder> spree = new ArrayList<>();
                Instant when = at;
                for (int o = d.between(1, 3); o > 0; o--) {
                    SimulatedSeller seller = ground.honestSeller(d, market, when, BuyerPlots::easyToSell);
                    SimulatedOrder order = ground.trade.order(
                            d,
                            when,
                            seller,
                            buyer,
                            ground.trade.basket(d, seller, careful ? 1.3 : 2, 1),
                            new Footprint(
                                    devices.get(who % devices.size()),
                                    ip,
                                    buyer.instruments().getFirst(),
                                    d.pick("web", "app"),
                                    null),
                            shipTo);
                    spree.add(Planting.with(order, Planting.unreviewed(order.fate()))
                            .as(SchemeKind.ACCOUNT_TAKEOVER, scheme));
                    when = when.plusSeconds(d.between(200, 4000));
                }
                return spree;
            });
        }
    }

    private void refundAbuse() {
        int n = ground.count(8);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "refund abuse " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 2 == 0;
            Scheme scheme = Planting.scheme(
                    SchemeKind.REFUND_ABUSE,
                    i,
                    careful,
                    ground.life(dice, i, n, 25, 70),
                    "Claims of empty or missing parcels at one seller after another, although the carrier shows a signature each time.");
            List<Buyer> crew = new ArrayList<>();
            int people = careful ? 1 : dice.between(2, 4);
            for (int b = 0; b < people; b++) {
                Instant since = dice.within(scheme.from(), careful ? -900 : -60, -5);
                crew.add(ground.population.buyer(dice, market, since, crew.isEmpty() ? null : crew.getFirst()));
            }
            ground.plot(scheme, market, people * dice.between(11, 18), 1.1, (d, at) -> {
                Buyer buyer = d.pick(crew);
                SimulatedSeller seller = ground.honestSeller(d, market, at, s -> s.goods != Goods.BOOKS);
                SimulatedOrder order = ground.trade.order(
                        d,
                        at,
                        seller,
                        buyer,
                        ground.trade.basket(d, seller, 1.3, 1),
                        ground.trade.footprint(d, buyer, at),
                        ground.trade.shipTo(d, buyer));
                if (!d.chance(careful ? .55 : .8)) {
                    return List.of(order);
                }
                Instant shipped = d.within(at, .3, 2);
                Instant delivered = d.later(shipped, seller.conduct.transitDays(), .3);
                Fate claimed = new Fate(shipped, delivered, null, d.within(delivered, .5, 5), false, null, 0);
                return List.of(Planting.with(order, claimed).as(SchemeKind.REFUND_ABUSE, scheme));
            });
        }
    }
}
