package org.assize.workbench.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.assize.platform.Money;
import org.assize.workbench.demo.Buyer.Address;
import org.assize.workbench.demo.Buyer.Instrument;
import org.assize.workbench.demo.SimulatedOrder.Basket;
import org.assize.workbench.demo.SimulatedOrder.Fate;
import org.assize.workbench.demo.SimulatedOrder.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * How ordinary orders come about: when people shop, what it costs, which device and address they use, and how the parcel
 * fares. Schemes bend single parts of it and leave the rest ordinary.
 */
final class Trade {
    /** Local hours from midnight: asleep, lunch, and the evening on the sofa. */
    private static final double[] HOURS = {
        3, 1.6, .9, .6, .5, .7, 1.4, 2.6, 3.8, 4.6, 5.2, 5.4, 5.8, 5.3, 4.9, 4.8, 5, 5.6, 6.6, 7.8, 8.9, 8.4, 6.6, 4.6
    };

    private static final double[] HOUR_SUMS = Dice.runningSum(HOURS);
    private static final int FIRST_SALE_DAY = 46;

    private final Population population;
    private final Instant start;
    private final Instant end;
    private final int days;

    Trade(Population population, Instant start, Instant end) {
        this.population = population;
        this.start = start;
        this.end = end;
        this.days = (int) Duration.between(start, end).toDays();
    }

    /** Running sum over the calendar days of the history: weeks breathe, trade grows slowly, two sale days stand out. */
    double[] daySums(Market market) {
        LocalDate first = start.atZone(market.zone()).toLocalDate();
        double[] weights = new double[days + 2];
        for (int day = 0; day < weights.length; day++) {
            DayOfWeek weekday = first.plusDays(day).getDayOfWeek();
            double week = switch (weekday) {
                case MONDAY -> 1.12;
                case TUESDAY, WEDNESDAY -> 1.02;
                case THURSDAY -> 1;
                case FRIDAY -> .9;
                case SATURDAY -> .82;
                case SUNDAY -> 1.15;
            };
            boolean sale = day == FIRST_SALE_DAY || day == FIRST_SALE_DAY + 1;
            weights[day] = week * (1 + .15 * day / days) * (sale ? 1.8 : 1);
        }
        return Dice.runningSum(weights);
    }

    /** An instant of shopping within the history. */
    Instant shoppingTime(Dice dice, Market market, double[] daySums) {
        LocalDate first = start.atZone(market.zone()).toLocalDate();
        while (true) {
            Instant at = timeOfDay(dice, market, first.plusDays(dice.weighted(daySums)));
            if (!at.isBefore(start) && at.isBefore(end)) {
                return at;
            }
        }
    }

    static Instant timeOfDay(Dice dice, Market market, LocalDate date) {
        long micros = dice.weighted(HOUR_SUMS) * 3_600_000_000L + (long) (dice.unit() * 3_600_000_000L);
        return date.atTime(LocalTime.MIDNIGHT)
                .plus(micros, ChronoUnit.MICROS)
                .atZone(market.zone())
                .toInstant();
    }

    SimulatedOrder honest(Dice dice, Market market, Instant at) {
        Buyer buyer = population.buyer(dice, market, at);
        @Nullable
        SimulatedSeller favourite =
                dice.chance(.45) ? population.favourite(market, dice.pick(buyer.favourites()), at) : null;
        SimulatedSeller seller = favourite != null ? favourite : population.seller(dice, market, at);
        return honest(dice, at, seller, buyer);
    }

    SimulatedOrder honest(Dice dice, Instant at, SimulatedSeller seller, Buyer buyer) {
        Footprint footprint = footprint(dice, buyer, at);
        return order(dice, at, seller, buyer, basket(dice, seller, 1, 1), footprint, shipTo(dice, buyer));
    }

    SimulatedOrder order(
            Dice dice,
            Instant at,
            SimulatedSeller seller,
            Buyer buyer,
            Basket basket,
            Footprint footprint,
            Address shipTo) {
        Instant promised = promise(seller, at);
        return new SimulatedOrder(
                "", at, seller, buyer, basket, footprint, shipTo, promised, fate(dice, seller, at, promised), null);
    }

    /** Seldom missed by an honest trader: half as long again as the parcel usually takes, and a day. */
    static Instant promise(SimulatedSeller seller, Instant at) {
        return at.plus(Duration.ofDays((long) Math.ceil(1.5 * seller.conduct.transitDays()) + 2))
                .truncatedTo(ChronoUnit.DAYS)
                .plus(Duration.ofHours(20));
    }

    /** A basket of the seller's goods: {@code dearer} articles than usual, at {@code discount} times its usual prices. */
    Basket basket(Dice dice, SimulatedSeller seller, double dearer, double discount) {
        Goods goods = dice.chance(.9) ? seller.goods : Goods.any(dice);
        int items = dice.chance(.78) ? 1 : dice.between(2, dice.chance(.1) ? 9 : 3);
        double article = dice.logNormal(goods.medianEuro * dearer, goods.sigma);
        double level = seller.conduct.priceLevel() * discount * dice.logNormal(1, .08);
        return new Basket(
                priced(dice, article * level * items, seller.market),
                goods,
                items,
                Math.round(100 * items * dice.logNormal(goods.kilograms, .5)) / 100.0,
                Math.round(1000 * level) / 1000.0);
    }

    /** A price as shops write it, in minor units. */
    static long priced(Dice dice, double euro, Market market) {
        double local = Math.max(euro, .6) * market.perEuro();
        BigDecimal price = switch (market.currency()) {
            case "JPY" -> BigDecimal.valueOf(10 * Math.max(10, Math.round(local / 10)));
            case "SEK" -> BigDecimal.valueOf(Math.max(5, Math.round(local)) - (local > 100 ? 1 : 0));
            case "CNY" -> BigDecimal.valueOf(Math.max(3, Math.round(local))).subtract(ending(dice, ".10", "0"));
            default ->
                BigDecimal.valueOf(Math.max(1, Math.round(local)))
                        .subtract(ending(dice, ".01", ".05", ".10", ".51", "0"));
        };
        return Money.of(
                        price.setScale(Money.fractionDigits(market.currency()), RoundingMode.HALF_UP),
                        market.currency())
                .minor();
    }

    private static BigDecimal ending(Dice dice, String... endings) {
        return new BigDecimal(dice.chance(.6) ? endings[0] : dice.pick(endings));
    }

    Footprint footprint(Dice dice, Buyer buyer, Instant at) {
        boolean newPhone = buyer.newPhoneAt() != null && at.isAfter(buyer.newPhoneAt());
        String device = dice.chance(.01)
                ? population.kiosk(dice, buyer.market())
                : dice.chance(.75)
                        ? newPhone ? buyer.devices().getLast() : buyer.devices().getFirst()
                        : dice.pick(buyer.devices());
        double where = dice.unit();
        String ip;
        if (where < .62) {
            ip = buyer.homeIp();
        } else if (where < .93) {
            ip = dice.pick(buyer.carrierIps());
        } else if (where < .97) {
            ip = Population.homeIp(dice, buyer.market());
        } else {
            ip = Population.hostedIp(dice);
        }
        Instrument instrument = dice.chance(.8) ? buyer.instruments().getFirst() : dice.pick(buyer.instruments());
        boolean created = dice.chance(.08);
        return new Footprint(
                dice.chance(.02) ? null : device,
                dice.chance(.01) ? null : ip,
                instrument,
                created ? "creator" : channel(dice),
                created ? population.creator(dice) : null);
    }

    static String channel(Dice dice) {
        return dice.pick("app", "app", "app", "app", "web", "web", "web", "ads", "ads", "comparison");
    }

    Address shipTo(Dice dice, Buyer buyer) {
        return dice.chance(.88) ? buyer.home() : buyer.elsewhere();
    }

    /** What happens to an honest parcel, with all that goes wrong without any fraud. */
    Fate fate(Dice dice, SimulatedSeller seller, Instant at, Instant promised) {
        double sloppy = seller.conduct.sloppiness();
        if (dice.chance(.02 + .05 * sloppy)) {
            return new Fate(null, null, dice.later(at, .4, 1), null, false, null, 0);
        }
        Instant shipped = dice.later(at, .6 + 1.5 * sloppy, .6);
        if (dice.chance(.004 + .03 * sloppy)) {
            @Nullable Instant refunded = dice.chance(.9) ? dice.within(promised, 2, 18) : null;
            return new Fate(
                    shipped, null, null, refunded, false, dice.chance(.25) ? dice.within(promised, 1, 9) : null, 1);
        }
        Instant delivered = dice.later(shipped, seller.conduct.transitDays() * (1 + .4 * sloppy), .35);
        boolean returned = dice.chance(seller.goods.returnRate);
        boolean refunded = returned || dice.chance(.012 + .04 * sloppy);
        boolean late = delivered.isAfter(promised);
        return new Fate(
                shipped,
                delivered,
                null,
                refunded ? dice.within(delivered, 2, 16) : null,
                returned,
                dice.chance(.33) ? dice.later(delivered, 2, .8) : null,
                review(dice, sloppy + (late ? .6 : 0) + (refunded ? .5 : 0)));
    }

    /** Stars as people give them: mostly five, some one; the more trouble the fewer. */
    static int review(Dice dice, double trouble) {
        double stars = dice.unit() + .38 * trouble;
        if (stars < .6) {
            return 5;
        }
        return stars < .82 ? 4 : stars < .91 ? 3 : stars < .96 ? 2 : 1;
    }

    /** A parcel that is announced and never comes; victims who notice get their money back. */
    static Fate neverDelivered(Dice dice, Instant at, Instant promised, double refundShare) {
        return new Fate(
                dice.within(at, .2, 3),
                null,
                null,
                dice.chance(refundShare) ? dice.within(promised, 2, 20) : null,
                false,
                dice.chance(.22) ? dice.within(promised, 1, 12) : null,
                dice.chance(.85) ? 1 : 2);
    }
}
