package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assize.workbench.demo.Buyer.Address;
import org.assize.workbench.demo.Buyer.Instrument;
import org.assize.workbench.demo.SimulatedSeller.Conduct;
import org.assize.workbench.demo.SimulatedSeller.Identifiers;
import org.assize.workbench.demo.SimulatedSeller.Profile;
import org.jspecify.annotations.Nullable;

/**
 * The people of the marketplace: sellers and buyers per market, and makers of further ones. All identifiers are invented
 * in ranges that nobody can own: mail under {@code .example}, phone area 000, bank code 0, private and benchmark networks.
 */
final class Population {
    private static final int CARRIER_IPS = 5;
    private static final int KIOSKS = 3;
    private static final int POSTCODES = 450;
    private static final int PICK_UP_POINTS = 30;

    private final Set<String> taken = new HashSet<>();
    private final Map<Market, Town> towns = new LinkedHashMap<>();
    private final List<SimulatedSeller> sellers = new ArrayList<>();
    private final List<Buyer> buyers = new ArrayList<>();
    private final List<String> creators = new ArrayList<>();
    private final Instant start;
    private final Instant end;

    /** What people of one market share, and who trades there. */
    private static final class Town {
        final List<String> carrierIps = new ArrayList<>();
        final List<String> postcodes = new ArrayList<>();
        final List<String> pickUpPoints = new ArrayList<>();
        final List<String> kiosks = new ArrayList<>();
        final List<SimulatedSeller> sellers = new ArrayList<>();
        final List<Buyer> buyers = new ArrayList<>();
        double[] sellerSums = {};
        double[] buyerSums = {};
    }

    Population(long seed, Instant start, Instant end, int sellerCount, int buyerCount) {
        this.start = start;
        this.end = end;
        Dice dice = new Dice(seed, "population");
        for (int i = 0; i < 60; i++) {
            creators.add(id(dice, "CR-", 5));
        }
        for (Market market : Market.ALL) {
            Town town = new Town();
            towns.put(market, town);
            for (int i = 0; i < CARRIER_IPS; i++) {
                town.carrierIps.add(
                        "100." + (64 + Market.ALL.indexOf(market)) + "." + dice.below(4) + "." + dice.below(256));
            }
            for (int i = 0; i < POSTCODES; i++) {
                town.postcodes.add(market.postcode(dice));
            }
            for (int i = 0; i < PICK_UP_POINTS; i++) {
                town.pickUpPoints.add(market.postcode(dice));
            }
            for (int i = 0; i < KIOSKS; i++) {
                town.kiosks.add(device(dice));
            }
        }
        for (Market market : Market.ALL) {
            honestSellers(dice, market, (int) Math.round(sellerCount * market.share()));
            buyersOf(dice, market, (int) Math.round(buyerCount * market.share()));
        }
    }

    List<SimulatedSeller> sellers() {
        return sellers;
    }

    List<Buyer> buyers() {
        return buyers;
    }

    String creator(Dice dice) {
        // A few creators bring most of the orders.
        return creators.get((int) (creators.size() * dice.unit() * dice.unit()));
    }

    String postcode(Dice dice, Market market) {
        return dice.pick(town(market).postcodes);
    }

    String pickUpPoint(Dice dice, Market market) {
        return dice.pick(town(market).pickUpPoints);
    }

    /** A terminal in a shop or library: one device, hundreds of honest buyers. */
    String kiosk(Dice dice, Market market) {
        return dice.pick(town(market).kiosks);
    }

    List<String> carrierIps(Market market) {
        return town(market).carrierIps;
    }

    /** Hosting and VPN exits: many frauds, some cautious people. */
    static String hostedIp(Dice dice) {
        return "198.18." + dice.below(6) + "." + dice.below(256);
    }

    static String homeIp(Dice dice, Market market) {
        return "10." + (10 + Market.ALL.indexOf(market)) + "." + dice.below(256) + "." + dice.below(256);
    }

    String device(Dice dice) {
        return id(dice, "dv-", 9);
    }

    String payment(Dice dice) {
        return id(dice, "pm-", 9);
    }

    /** An honest seller of the market that trades then, big ones more often. */
    SimulatedSeller seller(Dice dice, Market market, Instant at) {
        Town town = town(market);
        while (true) {
            SimulatedSeller seller = town.sellers.get(dice.weighted(town.sellerSums));
            if (seller.tradesHonestly(at)) {
                return seller;
            }
        }
    }

    /** A seller of the market by the index that buyers keep as a favourite; null when it does not trade honestly then. */
    @Nullable
    SimulatedSeller favourite(Market market, int index, Instant at) {
        SimulatedSeller seller = town(market).sellers.get(index);
        return seller.tradesHonestly(at) ? seller : null;
    }

    Buyer buyer(Dice dice, Market market, Instant at) {
        Town town = town(market);
        while (true) {
            Buyer buyer = town.buyers.get(dice.weighted(town.buyerSums));
            if (buyer.since().isBefore(at)) {
                return buyer;
            }
        }
    }

    private Town town(Market market) {
        Town town = towns.get(market);
        if (town == null) {
            throw new IllegalStateException("no town for market " + market.code());
        }
        return town;
    }

    private String id(Dice dice, String prefix, int length) {
        while (true) {
            String id = prefix + dice.code(length);
            if (taken.add(id)) {
                return id;
            }
        }
    }

    private void honestSellers(Dice dice, Market market, int count) {
        Town town = town(market);
        @Nullable SimulatedSeller sister = null;
        for (int i = 0; i < count; i++) {
            boolean young = dice.chance(.12);
            Instant registeredAt = young
                    ? dice.within(start, -10, 85)
                    : start.minus(Dice.days(40 + Math.min(dice.exponential(1100), 5200)));
            boolean outlet = dice.chance(.07);
            Conduct conduct = new Conduct(
                    dice.logNormal(young ? .35 : 1, 1.25),
                    outlet ? dice.between(.5, .78) : dice.logNormal(1, .09),
                    dice.chance(.08) ? dice.between(.3, 1) : dice.between(0, .2),
                    0);
            // Sister companies and family businesses honestly share an account, a phone or an office.
            @Nullable Identifiers shared = sister != null && dice.chance(.012) ? sister.identifiers : null;
            SimulatedSeller seller = seller(
                    dice,
                    market,
                    Goods.any(dice),
                    registeredAt,
                    conduct,
                    own -> shared == null
                            ? own
                            : new Identifiers(
                                    own.email(), shared.phone(), shared.bankAccount(), own.deviceId(), shared.ip()));
            sister = seller;
            town.sellers.add(seller);
        }
        town.sellerSums = Dice.runningSum(town.sellers.stream()
                .mapToDouble(seller -> seller.conduct.weight())
                .toArray());
    }

    /** Registers a seller; {@code link} may replace its own identifiers by somebody else's. No transit days: the usual. */
    SimulatedSeller seller(
            Dice dice,
            Market market,
            Goods goods,
            Instant registeredAt,
            Conduct conduct,
            UnaryOperator<Identifiers> link) {
        boolean abroad = dice.chance(.14) && !market.code().equals("CN");
        String country =
                abroad ? (dice.chance(.7) ? "CN" : dice.pick(Market.ALL).code()) : market.code();
        String name = ShopNames.of(dice, country, market.code(), goods);
        for (int i = 2; !taken.add("name " + name) && i < 4; i++) {
            name = ShopNames.of(dice, country, market.code(), goods);
        }
        Identifiers identifiers = link.apply(identifiers(dice, Market.of(country)));
        double age = Duration.between(registeredAt, end).toDays() / 365.0;
        Profile profile = new Profile(
                Math.round(10 * (age + dice.exponential(2.5))) / 10.0,
                dice.pick("limited_company", "limited_company", "sole_trader", "sole_trader", "partnership"),
                (int) Math.ceil(dice.logNormal(60, 1.3)),
                dice.pick("company_register", "company_register", "document", "document", "document", "video", "none"));
        double transit = conduct.transitDays() > 0
                ? conduct.transitDays()
                : country.equals(market.code()) ? dice.between(1.2, 2.8) : dice.between(5, 13);
        SimulatedSeller seller = new SimulatedSeller(
                id(dice, "S-", 6),
                registeredAt,
                name,
                country,
                market,
                goods,
                identifiers,
                profile,
                new Conduct(conduct.weight(), conduct.priceLevel(), conduct.sloppiness(), transit));
        sellers.add(seller);
        return seller;
    }

    private Identifiers identifiers(Dice dice, Market home) {
        String mailbox = dice.pick("info", "shop", "kontakt", "sales", "office", "hello") + "."
                + dice.code(6).toLowerCase(Locale.ROOT);
        return new Identifiers(
                mailbox + "@" + dice.pick("mail", "post", "inbox", "shopmail", "firma") + ".example",
                home.dialling() + " 000 " + dice.digits(7),
                home.code() + dice.between(10, 97) + "0000" + dice.digits(home.bankDigits() - 4),
                device(dice),
                // Accountants, co-working offices and mobile networks put strangers behind one address.
                dice.chance(.12) ? dice.pick(town(home).carrierIps) : homeIp(dice, home));
    }

    private void buyersOf(Dice dice, Market market, int count) {
        Town town = town(market);
        @Nullable Buyer head = null;
        boolean household = false;
        for (int i = 0; i < count; i++) {
            Instant since = dice.chance(.14)
                    ? dice.within(start, -5, 84)
                    : start.minus(Dice.days(3 + Math.min(dice.exponential(900), 5000)));
            // Households are mostly two people, at times a shared flat of five.
            household = head != null && dice.chance(household ? .4 : .06);
            Buyer buyer = buyer(dice, market, since, household ? head : null);
            if (!household) {
                head = buyer;
            }
            town.buyers.add(buyer);
        }
        town.buyerSums =
                Dice.runningSum(town.buyers.stream().mapToDouble(Buyer::weight).toArray());
    }

    /** Registers a buyer; one with a {@code relative} lives there and uses the same tablet and, at times, the same card. */
    Buyer buyer(Dice dice, Market market, Instant since, @Nullable Buyer relative) {
        Town town = town(market);
        List<String> devices = new ArrayList<>();
        for (int i = dice.chance(.55) ? 1 : dice.between(2, 3); i > 0; i--) {
            devices.add(device(dice));
        }
        List<Instrument> instruments = new ArrayList<>();
        for (int i = dice.chance(.65) ? 1 : 2; i > 0; i--) {
            instruments.add(instrument(dice, market));
        }
        Address home = new Address(market.code(), dice.pick(town.postcodes));
        if (relative != null) {
            devices.add(relative.devices().getFirst());
            home = relative.home();
            if (dice.chance(.5)) {
                instruments.add(relative.instruments().getFirst());
            }
        }
        List<Integer> favourites = new ArrayList<>();
        for (int i = dice.between(1, 4); i > 0; i--) {
            favourites.add(dice.weighted(town.sellerSums));
        }
        Address elsewhere = dice.chance(.08)
                ? abroad(dice)
                : new Address(market.code(), dice.pick(dice.chance(.5) ? town.pickUpPoints : town.postcodes));
        boolean newPhone = devices.size() > 1 && dice.chance(.2);
        Buyer buyer = new Buyer(
                id(dice, "B-", 7),
                market,
                since,
                List.copyOf(devices),
                newPhone ? dice.within(start, 0, 90) : null,
                List.copyOf(instruments),
                relative == null ? homeIp(dice, market) : relative.homeIp(),
                List.of(dice.pick(town.carrierIps), dice.pick(town.carrierIps)),
                home,
                elsewhere,
                List.copyOf(favourites),
                dice.logNormal(1, .9));
        buyers.add(buyer);
        return buyer;
    }

    private Address abroad(Dice dice) {
        Market other = dice.pick(Market.ALL);
        return new Address(other.code(), dice.pick(town(other).postcodes));
    }

    Instrument instrument(Dice dice, Market market) {
        String method = Market.METHODS.get(dice.weighted(market.methodSums()));
        return new Instrument(method, method.equals("cash_on_delivery") ? null : payment(dice));
    }
}
