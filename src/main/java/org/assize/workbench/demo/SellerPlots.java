package org.assize.workbench.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assize.workbench.demo.Buyer.Address;
import org.assize.workbench.demo.Buyer.Instrument;
import org.assize.workbench.demo.SimulatedOrder.Fate;
import org.assize.workbench.demo.SimulatedOrder.Footprint;
import org.assize.workbench.demo.SimulatedSeller.Conduct;
import org.assize.workbench.demo.SimulatedSeller.Identifiers;
import org.jspecify.annotations.Nullable;

/** Frauds that sellers commit: shops that never deliver, bought praise, banned sellers who return, copies, bust-outs. */
final class SellerPlots {
    /** The last crew, still at work when the history ends, is the large one that the links of an open case bring together. */
    private static final int[] FAKE_SHOPS_PER_CREW = {3, 3, 2, 4, 2, 3, 2, 9};

    private final Planting ground;

    SellerPlots(Planting ground) {
        this.ground = ground;
    }

    void plant() {
        fakeShops();
        brushing();
        reregistration();
        bustOut();
        counterfeit();
        triangulation();
    }

    private void fakeShops() {
        int crews = ground.count(FAKE_SHOPS_PER_CREW.length);
        for (int i = 0; i < crews; i++) {
            Dice dice = new Dice(ground.seed, "fake shop " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 3 == 2;
            int size = FAKE_SHOPS_PER_CREW[i % FAKE_SHOPS_PER_CREW.length];
            Instant[] life = ground.life(dice, i, crews, 18, 34);
            Scheme scheme = Planting.scheme(
                    SchemeKind.FAKE_SHOP,
                    i,
                    careful,
                    life,
                    careful
                            ? size
                                    + " shops, quiet for months before their first sale, share a phone or a network; parcels stop after the first weeks."
                            : size
                                    + " new shops far below the market's prices share payout accounts and devices; nothing they announce arrives.");
            List<SimulatedSeller> shops = new ArrayList<>();
            for (int shop = 0; shop < size; shop++) {
                Instant registered = careful
                        ? scheme.from().minus(Dice.days(dice.between(40, 220)))
                        : scheme.from().minus(Dice.days(dice.between(.5, 6)));
                Conduct conduct = new Conduct(0, careful ? dice.between(.74, .95) : dice.between(.32, .58), .1, 2);
                shops.add(linked(dice, market, Goods.any(dice), registered, conduct, shops, careful));
            }
            shops.forEach(shop -> ground.plant(dice, shop, scheme, careful ? .45 : .75, careful ? 27 : 17));
            @Nullable String creator = i % 4 == 1 ? ground.population.creator(dice) : null;
            ground.plot(
                    scheme,
                    market,
                    size * dice.between(11, 19),
                    2.2,
                    (d, at) -> fakeShopOrder(d, at, scheme, shops, creator));
        }
    }

    private List<SimulatedOrder> fakeShopOrder(
            Dice dice, Instant at, Scheme scheme, List<SimulatedSeller> shops, @Nullable String creator) {
        SimulatedSeller shop = dice.pick(shops);
        if (!shop.trades(at)) {
            return List.of();
        }
        SimulatedOrder order = ground.trade.honest(dice, at, shop, ground.population.buyer(dice, shop.market, at));
        if (scheme.careful() && scheme.progress(at) < .4 && dice.chance(.7)) {
            return List.of(order);
        }
        Footprint usual = order.footprint();
        boolean prepaid = dice.chance(scheme.careful() ? .2 : .6);
        boolean created = creator != null && dice.chance(.6);
        Footprint footprint = new Footprint(
                usual.deviceId(),
                usual.ip(),
                prepaid ? new Instrument("bank_transfer", ground.population.payment(dice)) : usual.instrument(),
                created ? "creator" : usual.channel(),
                created ? creator : usual.creatorId());
        return List.of(new SimulatedOrder(
                "",
                at,
                shop,
                order.buyer(),
                order.basket(),
                footprint,
                order.shipTo(),
                order.promisedAt(),
                Trade.neverDelivered(dice, at, order.promisedAt(), .5),
                new SimulatedOrder.Fraud(SchemeKind.FAKE_SHOP, scheme)));
    }

    /** A further shop of a crew, tied to the one before it: a chain, so that no single identifier shows the whole ring. */
    private SimulatedSeller linked(
            Dice dice,
            Market market,
            Goods goods,
            Instant registered,
            Conduct conduct,
            List<SimulatedSeller> crew,
            boolean careful) {
        @Nullable Identifiers last = crew.isEmpty() ? null : crew.getLast().identifiers;
        boolean even = crew.size() % 2 == 0;
        return ground.population.seller(dice, market, goods, registered, conduct, own -> {
            if (last == null) {
                return own;
            }
            if (careful) {
                return new Identifiers(
                        own.email(),
                        even ? last.phone() : own.phone(),
                        own.bankAccount(),
                        own.deviceId(),
                        even ? own.ip() : last.ip());
            }
            return new Identifiers(
                    own.email(),
                    own.phone(),
                    even ? last.bankAccount() : own.bankAccount(),
                    even ? own.deviceId() : last.deviceId(),
                    dice.chance(.4) ? last.ip() : own.ip());
        });
    }

    private void brushing() {
        int rings = ground.count(6);
        for (int i = 0; i < rings; i++) {
            Dice dice = new Dice(ground.seed, "brushing " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 2 == 1;
            Scheme scheme = Planting.scheme(
                    SchemeKind.BRUSHING,
                    i,
                    careful,
                    ground.life(dice, i, rings, 20, 45),
                    careful
                            ? "Accounts made in the same week praise the same few shops and little else."
                            : "Dozens of young accounts order cheap goods from a handful of devices, have them sent to the same doors and give five stars within a day.");
            List<SimulatedSeller> sellers = new ArrayList<>();
            for (int seller = dice.between(2, 4); seller > 0; seller--) {
                SimulatedSeller praised = ground.cast(
                        dice,
                        market,
                        scheme.from(),
                        s -> s.conduct.weight() < 1 && s.registeredAt.isAfter(ground.start.minus(Dice.days(500))));
                ground.plant(dice, praised, scheme, .4, 30);
                sellers.add(praised);
            }
            List<Buyer> crew = new ArrayList<>();
            List<String> devices = new ArrayList<>();
            List<Instrument> cards = new ArrayList<>();
            List<Address> doors = new ArrayList<>();
            List<String> ips = new ArrayList<>();
            int size = dice.between(22, 40);
            for (int b = 0; b < size; b++) {
                crew.add(ground.population.buyer(dice, market, dice.within(scheme.from(), -9, -1), null));
            }
            for (int d = careful ? size / 2 : dice.between(3, 5); d > 0; d--) {
                devices.add(ground.population.device(dice));
                cards.add(new Instrument("card", ground.population.payment(dice)));
                ips.add(careful ? dice.pick(ground.population.carrierIps(market)) : Population.hostedIp(dice));
            }
            for (int d = careful ? 14 : 4; d > 0; d--) {
                doors.add(new Address(market.code(), ground.population.postcode(dice, market)));
            }
            ground.plot(scheme, market, dice.between(42, 70), 1.2, (d, at) -> {
                SimulatedSeller seller = d.pick(sellers);
                if (!seller.trades(at)) {
                    return List.of();
                }
                int who = d.below(crew.size());
                Footprint footprint = new Footprint(
                        devices.get(who % devices.size()),
                        d.pick(ips),
                        careful ? crew.get(who).instruments().getFirst() : cards.get(who % cards.size()),
                        Trade.channel(d),
                        null);
                SimulatedOrder order = ground.trade.order(
                        d,
                        at,
                        seller,
                        crew.get(who),
                        ground.trade.basket(d, seller, careful ? .6 : .3, 1),
                        footprint,
                        d.pick(doors));
                Instant shipped = d.within(at, .1, .6);
                Instant delivered = d.within(shipped, .5, 2.5);
                Fate praise = new Fate(
                        shipped,
                        delivered,
                        null,
                        null,
                        false,
                        d.chance(careful ? .65 : .92) ? d.within(delivered, .05, 1.2) : null,
                        careful && d.chance(.2) ? 4 : 5);
                return List.of(Planting.with(order, praise).as(SchemeKind.BRUSHING, scheme));
            });
        }
    }

    private void reregistration() {
        int families = ground.count(9);
        for (int i = 0; i < families; i++) {
            Dice dice = new Dice(ground.seed, "reregistration " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 3 == 1;
            Instant[] life = ground.life(dice, i, families, 22, 40);
            Scheme scheme = Planting.scheme(
                    SchemeKind.REREGISTRATION,
                    i,
                    careful,
                    life,
                    careful
                            ? "Signed up soon after a banned seller, from the same device; everything else is new."
                            : "Payout account and device of a seller that was banned days before.");
            Instant banned = scheme.from().minus(Dice.days(dice.between(3, 16)));
            Scheme before = new Scheme(
                    scheme.id() + "-before",
                    SchemeKind.FAKE_SHOP,
                    false,
                    banned.minus(Dice.days(dice.between(14, 25))),
                    banned,
                    "Complaints about parcels that never came, until the ban.");
            Goods goods = Goods.any(dice);
            SimulatedSeller old = ground.population.seller(
                    dice,
                    market,
                    goods,
                    before.from().minus(Dice.days(3)),
                    new Conduct(0, dice.between(.45, .7), .2, 2),
                    own -> own);
            ground.truth.plant(old.ref(), SchemeKind.FAKE_SHOP, before);
            old.ban(banned);
            List<SimulatedSeller> heirs = new ArrayList<>();
            for (int heir = i % 4 == 3 ? 2 : 1; heir > 0; heir--) {
                SimulatedSeller again = ground.population.seller(
                        dice,
                        market,
                        dice.chance(.7) ? goods : Goods.any(dice),
                        scheme.from().minus(Dice.days(dice.between(.5, 3))),
                        new Conduct(0, careful ? dice.between(.75, .95) : dice.between(.5, .72), .2, 2.5),
                        own -> careful
                                ? new Identifiers(
                                        own.email(),
                                        own.phone(),
                                        own.bankAccount(),
                                        old.identifiers.deviceId(),
                                        own.ip())
                                : new Identifiers(
                                        own.email(),
                                        dice.chance(.5) ? old.identifiers.phone() : own.phone(),
                                        old.identifiers.bankAccount(),
                                        old.identifiers.deviceId(),
                                        own.ip()));
                ground.plant(dice, again, scheme, careful ? .35 : .6, 20);
                heirs.add(again);
            }
            ground.plot(
                    before,
                    market,
                    dice.between(6, 11),
                    1.5,
                    (d, at) -> swindle(d, at, before, old, SchemeKind.FAKE_SHOP, 1));
            ground.plot(
                    scheme,
                    market,
                    heirs.size() * dice.between(14, 24),
                    1.6,
                    (d, at) -> swindle(d, at, scheme, d.pick(heirs), SchemeKind.REREGISTRATION, careful ? .5 : .75));
        }
    }

    /** An order that, with a probability, never arrives; else an ordinary one. */
    private List<SimulatedOrder> swindle(
            Dice dice, Instant at, Scheme scheme, SimulatedSeller seller, SchemeKind kind, double share) {
        if (!seller.trades(at)) {
            return List.of();
        }
        SimulatedOrder order = ground.trade.honest(dice, at, seller, ground.population.buyer(dice, seller.market, at));
        return List.of(
                dice.chance(share)
                        ? Planting.with(order, Trade.neverDelivered(dice, at, order.promisedAt(), .55))
                                .as(kind, scheme)
                        : order);
    }

    private void bustOut() {
        int n = ground.count(6);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "bust-out " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 2 == 1;
            Scheme scheme = Planting.scheme(
                    SchemeKind.BUST_OUT,
                    i,
                    careful,
                    ground.life(dice, i, n, careful ? 16 : 9, careful ? 24 : 15),
                    "Years of good trade, then several times the usual orders at discounts in days, and parcels that do not move.");
            SimulatedSeller seller = ground.cast(
                    dice,
                    market,
                    scheme.from(),
                    s -> s.conduct.weight() > .8
                            && s.conduct.weight() < 6
                            && s.registeredAt.isBefore(ground.start.minus(Dice.days(200))));
            seller.turnDishonest(scheme.from());
            ground.plant(dice, seller, scheme, .8, careful ? 26 : 18);
            ground.plot(scheme, market, dice.between(26, 44), 1.5, (d, at) -> {
                if (!seller.trades(at)) {
                    return List.of();
                }
                Buyer buyer = ground.population.buyer(d, market, at);
                SimulatedOrder order = ground.trade.order(
                        d,
                        at,
                        seller,
                        buyer,
                        ground.trade.basket(d, seller, 1.3, careful ? .88 : .7),
                        ground.trade.footprint(d, buyer, at),
                        ground.trade.shipTo(d, buyer));
                boolean delivers = d.chance(careful ? .35 * (1 - scheme.progress(at)) : 0);
                return List.of(
                        delivers
                                ? order
                                : Planting.with(order, Trade.neverDelivered(d, at, order.promisedAt(), .5))
                                        .as(SchemeKind.BUST_OUT, scheme));
            });
        }
    }

    private void counterfeit() {
        int n = ground.count(6);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "counterfeit " + i);
            Market market = Planting.market(dice);
            boolean careful = i % 2 == 0;
            Scheme scheme = Planting.scheme(
                    SchemeKind.COUNTERFEIT,
                    i,
                    careful,
                    ground.life(dice, i, n, 30, 60),
                    "Brand goods under half their price, sent from far away; buyers write of wrong seams, smells and missing serial numbers.");
            List<SimulatedSeller> sellers = new ArrayList<>();
            for (int s = dice.between(1, 3); s > 0; s--) {
                Goods goods = switch (dice.below(4)) {
                    case 0 -> Goods.FASHION;
                    case 1 -> Goods.SHOES;
                    case 2 -> Goods.BEAUTY;
                    default -> Goods.PHONES;
                };
                SimulatedSeller seller = linked(
                        dice,
                        market,
                        goods,
                        scheme.from().minus(Dice.days(dice.between(2, careful ? 150 : 20))),
                        new Conduct(
                                0, careful ? dice.between(.6, .8) : dice.between(.35, .55), .3, dice.between(8, 13)),
                        sellers,
                        careful);
                ground.plant(dice, seller, scheme, .5, 32);
                sellers.add(seller);
            }
            ground.plot(scheme, market, sellers.size() * dice.between(14, 24), 1.1, (d, at) -> {
                SimulatedSeller seller = d.pick(sellers);
                if (!seller.trades(at)) {
                    return List.of();
                }
                SimulatedOrder order = ground.trade.honest(d, at, seller, ground.population.buyer(d, market, at));
                Instant shipped = d.within(at, .5, 2);
                Instant delivered = d.later(shipped, seller.conduct.transitDays(), .2);
                boolean disputed = d.chance(.3);
                Fate copy = new Fate(
                        shipped,
                        delivered,
                        null,
                        disputed ? d.within(delivered, 1, 9) : null,
                        d.chance(.2),
                        d.chance(.45) ? d.later(delivered, 1.5, .6) : null,
                        disputed || d.chance(.35) ? d.between(1, 2) : d.between(3, 5));
                return List.of(Planting.with(order, copy).as(SchemeKind.COUNTERFEIT, scheme));
            });
        }
    }

    /** The buyer gets the goods, but a second order, paid with a stolen card at an honest seller, is what brings them. */
    private void triangulation() {
        int n = ground.count(3);
        for (int i = 0; i < n; i++) {
            Dice dice = new Dice(ground.seed, "triangulation " + i);
            Market market = Planting.market(dice);
            Scheme scheme = Planting.scheme(
                    SchemeKind.OTHER,
                    i,
                    true,
                    ground.life(dice, i, n, 25, 45),
                    "Each sale is followed within the hour by an order of the same kind elsewhere, to the same door, from one account and ever new cards.");
            SimulatedSeller front = ground.population.seller(
                    dice,
                    market,
                    dice.chance(.5) ? Goods.ELECTRONICS : Goods.SPORTS,
                    scheme.from().minus(Dice.days(dice.between(4, 30))),
                    new Conduct(0, dice.between(.7, .82), .05, 2.5),
                    own -> own);
            ground.plant(dice, front, scheme, .4, 30);
            Buyer puppet = ground.population.buyer(dice, market, dice.within(scheme.from(), -40, -5), null);
            ground.plot(scheme, market, dice.between(16, 24), 1.3, (d, at) -> {
                if (!front.trades(at)) {
                    return List.of();
                }
                Buyer victim = ground.population.buyer(d, market, at);
                SimulatedOrder sale = ground.trade.honest(d, at, front, victim);
                Instant minutesLater = at.plusSeconds(d.between(240, 3300));
                SimulatedSeller source = ground.honestSeller(d, market, minutesLater, s -> s.goods == front.goods);
                Footprint card = new Footprint(
                        puppet.devices().getFirst(),
                        d.chance(.6) ? puppet.homeIp() : d.pick(puppet.carrierIps()),
                        new Instrument("card", ground.population.payment(d)),
                        "web",
                        null);
                SimulatedOrder supply = ground.trade.order(
                        d, minutesLater, source, puppet, ground.trade.basket(d, source, 1.1, 1), card, sale.shipTo());
                return List.of(
                        sale.as(SchemeKind.OTHER, scheme),
                        Planting.with(supply, Planting.unreviewed(supply.fate()))
                                .as(SchemeKind.STOLEN_PAYMENT, scheme));
            });
        }
    }
}
