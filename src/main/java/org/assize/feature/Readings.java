package org.assize.feature;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.assize.platform.ReferenceRates;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/** How each formula is worked out from what the ledgers put down for a block: what is missing, what is divided by what. */
final class Readings {

    /** One value for one instant. */
    private interface Value {
        double at(FeatureEngine engine, int i);
    }

    /** One value for one instant at which the ledger's key has a value. */
    private interface OfKey {
        double at(FeatureEngine engine, Ledger ledger, int i);
    }

    /** One value for one instant from what the subject says of itself. */
    private interface OfOrder {
        double of(Order order, long amount);
    }

    static final double RISK_UNIT = 1e9;

    private static final long MONTH = Window.MONTH.micros();
    private static final long HOUR = Micros.of(Duration.ofHours(1));
    private static final long DAY = Micros.of(Duration.ofDays(1));

    private final FeaturePlan plan;
    private final double perMajor;
    private final long horizon;
    private final long fraudDelay;
    private final long lateAfter;
    private final int most;

    Readings(FeaturePlan plan) {
        this.plan = plan;
        perMajor = plan.perMajor;
        horizon = plan.horizon;
        fraudDelay = plan.fraudDelay;
        lateAfter = plan.lateAfter;
        most = plan.options.mostOrders();
    }

    /** The reading of a feature that looks at no more orders than it may; {@code out} is its place in the vector. */
    Reading of(FeatureDefinition feature, int out) {
        Formula formula = feature.formula();
        double missing = feature.missing().value();
        Reading reading = reading(formula, missing, out);
        Look look = Look.of(formula, plan.options);
        if (look == null || !look.all()) {
            return reading;
        }
        Ledger.Layout l = plan.ledger(look.key());
        int k = look.key().place();
        if (formula instanceof Formula.Count(OrderKey key, Window _) && !key.isPair()) {
            return (engine, from, to) -> {
                reading.read(engine, from, to);
                Ledger ledger = engine.ledger(k);
                for (int c = 0; c < ledger.crowds; c++) {
                    int i = ledger.crowded[c];
                    if (from <= i && i < to) {
                        engine.block.into[i][out] = Math.min(engine.block.into[i][out], most + 1.0);
                    }
                }
            };
        }
        boolean settled = formula instanceof Formula.Service;
        int newer = l.orders(0);
        // what was placed in the 30 days before the last 30 is what has been settled in them
        int older = l.orders(settled ? MONTH : Micros.of(look.back()));
        return (engine, from, to) -> {
            reading.read(engine, from, to);
            Ledger ledger = engine.ledger(k);
            for (int c = 0; c < ledger.crowds; c++) {
                int i = ledger.crowded[c];
                int orders = ledger.between(i, newer, older)
                        + (settled ? engine.settlements().column(Settlements.SETTLED)[i] : 0);
                if (from <= i && i < to && orders > most) {
                    engine.block.into[i][out] = missing;
                }
            }
        };
    }

    private Reading reading(Formula formula, double missing, int out) {
        return switch (formula) {
            case Formula.Own(Formula.OwnFact fact) -> own(fact, missing, out);
            case Formula.Count(OrderKey key, Window window) ->
                key.isPair() ? pairOrders(key, window, missing, out) : orders(key, 0, window.micros(), missing, out);
            case Formula.Sum(OrderKey key, Window window) -> sum(key, window, missing, out);
            case Formula.Mean(OrderKey key, Window window) -> mean(key, window, missing, out);
            case Formula.Max(OrderKey key) -> {
                int word = plan.ledger(key).largest();
                yield ofKey(key, missing, out, (_, ledger, i) -> {
                    long largest = ledger.column(word)[i];
                    return largest == ReferenceRates.UNKNOWN ? missing : largest / perMajor;
                });
            }
            case Formula.Distinct(OrderKey key, OrderKey counted, Window window) -> {
                int cell = plan.ledger(key).distinct(window, counted);
                int k = key.place();
                yield (engine, from, to) -> {
                    long[] column = engine.ledger(k).columnOf(cell);
                    int[] ids = engine.block.ids[k];
                    double[][] into = engine.block.into;
                    for (int i = from; i < to; i++) {
                        into[i][out] = ids[i] < 0 ? missing : Ledger.half(column[i], cell);
                    }
                };
            }
            case Formula.SinceFirst(OrderKey key) -> {
                int word = plan.ledger(key).firstAt();
                yield ofKey(key, missing, out, (engine, ledger, i) -> {
                    long now = engine.block.at[i];
                    long first = ledger.column(word)[i];
                    return first >= now ? missing : (now - first) / Micros.PER_DAY;
                });
            }
            case Formula.SinceLast(OrderKey key) -> sinceLast(key, missing, out);
            case Formula.New(OrderKey key) -> isNew(key, missing, out);
            case Formula.Deviation(OrderKey key) -> deviation(key, missing, out);
            case Formula.RatioToMean(OrderKey key) -> {
                Ledger.Layout l = plan.ledger(key);
                int newerPriced = l.priced(0);
                int olderPriced = l.priced(MONTH);
                int newerSum = l.sum(0);
                int olderSum = l.sum(MONTH);
                yield ofKey(key, missing, out, (engine, ledger, i) -> {
                    long amount = engine.block.amounts[i];
                    long sum = ledger.wideBetween(i, newerSum, olderSum);
                    return amount == ReferenceRates.UNKNOWN || sum <= 0
                            ? missing
                            : (double) (amount * ledger.between(i, newerPriced, olderPriced)) / sum;
                });
            }
            case Formula.RatioToMax(OrderKey key) -> {
                int word = plan.ledger(key).largest();
                yield ofKey(key, missing, out, (engine, ledger, i) -> {
                    long amount = engine.block.amounts[i];
                    long largest = ledger.column(word)[i];
                    return amount == ReferenceRates.UNKNOWN || largest <= 0 ? missing : (double) amount / largest;
                });
            }
            case Formula.MaturedCount(OrderKey key, Window window) ->
                orders(key, fraudDelay, fraudDelay + window.micros(), missing, out);
            case Formula.MaturedFraudRate(OrderKey key, Window window) -> fraudRate(key, window, missing, out);
            case Formula.Service(Formula.ServiceFact fact) -> service(fact, missing, out);
            case Formula.OverdueShare _ -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int newer = l.orders(lateAfter);
                int older = l.orders(MONTH);
                int newerDelivered = l.delivered(lateAfter);
                int olderDelivered = l.delivered(MONTH);
                yield ofSeller(missing, out, (_, ledger, i) -> {
                    long orders = ledger.between(i, newer, older);
                    return share(orders - ledger.between(i, newerDelivered, olderDelivered), orders, missing);
                });
            }
            case Formula.PerOrder(OrderKey counted) -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, counted);
                int newer = l.naming(0, counted);
                int older = l.naming(MONTH, counted);
                yield ofSeller(
                        missing,
                        out,
                        (_, ledger, i) -> share(ledger.count(distinct, i), ledger.between(i, newer, older), missing));
            }
            case Formula.RepeatShare _ -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int distinct = l.distinct(Window.MONTH, OrderKey.BUYER);
                int newer = l.naming(0, OrderKey.BUYER);
                int older = l.naming(MONTH, OrderKey.BUYER);
                yield ofSeller(missing, out, (_, ledger, i) -> {
                    long orders = ledger.between(i, newer, older);
                    return share(orders - ledger.count(distinct, i), orders, missing);
                });
            }
            case Formula.NewBuyerShare _ -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int newer = l.orders(0);
                int older = l.orders(MONTH);
                int newerNew = l.newBuyers(0);
                int olderNew = l.newBuyers(MONTH);
                yield ofSeller(
                        missing,
                        out,
                        (_, ledger, i) ->
                                share(ledger.between(i, newerNew, olderNew), ledger.between(i, newer, older), missing));
            }
            case Formula.BuyerFraudRate _ -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int newer = l.riskKnown(0);
                int older = l.riskKnown(MONTH);
                int newerRisk = l.risk(0);
                int olderRisk = l.risk(MONTH);
                yield ofSeller(missing, out, (_, ledger, i) -> {
                    long known = ledger.between(i, newer, older);
                    return known == 0 ? missing : ledger.wideBetween(i, newerRisk, olderRisk) / (known * RISK_UNIT);
                });
            }
            case Formula.OrderGrowth(Window window) -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int newer = l.orders(0);
                int inner = l.orders(window.micros());
                int older = l.orders(MONTH);
                yield ofSeller(missing, out, (_, ledger, i) -> {
                    long whole = ledger.between(i, newer, older);
                    return whole == 0 ? missing : growth(ledger.between(i, newer, inner), whole, window);
                });
            }
            case Formula.ValueGrowth(Window window) -> {
                Ledger.Layout l = plan.ledger(OrderKey.SELLER);
                int newer = l.sum(0);
                int inner = l.sum(window.micros());
                int older = l.sum(MONTH);
                yield ofSeller(missing, out, (_, ledger, i) -> {
                    long whole = ledger.wideBetween(i, newer, older);
                    return whole <= 0 ? missing : growth(ledger.wideBetween(i, newer, inner), whole, window);
                });
            }
            case Formula.SellerAge _ ->
                each(out, (engine, i) -> {
                    long age = engine.sellerAge(i);
                    return age < 0 ? missing : age / Micros.PER_DAY;
                });
            case Formula.SharedWith(Formula.Identifier identifier) ->
                each(out, (engine, _) -> {
                    int others = engine.sellers.sharedWith(engine.seller(), identifier);
                    return others < 0 ? missing : others;
                });
            case Formula.SharedWithFraud _ -> each(out, (engine, _) -> engine.sellers.sharedWithFraud(engine.seller()));
            case Formula.Attribute attribute -> each(out, (engine, i) -> attribute(engine, i, attribute, missing));
        };
    }

    private static Reading each(int out, Value value) {
        return (engine, from, to) -> {
            for (int i = from; i < to; i++) {
                engine.block.into[i][out] = value.at(engine, i);
            }
        };
    }

    private static Reading ofKey(OrderKey key, double missing, int out, OfKey value) {
        int k = key.place();
        return (engine, from, to) -> {
            Ledger ledger = engine.ledger(k);
            int[] ids = engine.block.ids[k];
            for (int i = from; i < to; i++) {
                engine.block.into[i][out] = ids[i] < 0 ? missing : value.at(engine, ledger, i);
            }
        };
    }

    private static Reading ofSeller(double missing, int out, OfKey value) {
        return ofKey(OrderKey.SELLER, missing, out, value);
    }

    // What most features are has a loop of its own, without a call for each value.

    private Reading orders(OrderKey key, long from, long to, double missing, int out) {
        int newer = plan.ledger(key).orders(from);
        int older = plan.ledger(key).orders(to);
        int k = key.place();
        return (engine, first, end) -> {
            long[] newerColumn = engine.ledger(k).columnOf(newer);
            long[] olderColumn = engine.ledger(k).columnOf(older);
            int[] ids = engine.block.ids[k];
            double[][] into = engine.block.into;
            for (int i = first; i < end; i++) {
                into[i][out] =
                        ids[i] < 0 ? missing : Ledger.half(newerColumn[i], newer) - Ledger.half(olderColumn[i], older);
            }
        };
    }

    private Reading sum(OrderKey key, Window window, double missing, int out) {
        int newer = plan.ledger(key).sum(0);
        int older = plan.ledger(key).sum(window.micros());
        int k = key.place();
        return (engine, first, end) -> {
            long[] newerColumn = engine.ledger(k).column(newer);
            long[] olderColumn = engine.ledger(k).column(older);
            int[] ids = engine.block.ids[k];
            double[][] into = engine.block.into;
            for (int i = first; i < end; i++) {
                into[i][out] = ids[i] < 0 ? missing : (newerColumn[i] - olderColumn[i]) / perMajor;
            }
        };
    }

    private Reading mean(OrderKey key, Window window, double missing, int out) {
        int newerPriced = plan.ledger(key).priced(0);
        int olderPriced = plan.ledger(key).priced(window.micros());
        int newer = plan.ledger(key).sum(0);
        int older = plan.ledger(key).sum(window.micros());
        int k = key.place();
        return (engine, first, end) -> {
            Ledger ledger = engine.ledger(k);
            long[] newerCounts = ledger.columnOf(newerPriced);
            long[] olderCounts = ledger.columnOf(olderPriced);
            long[] newerSums = ledger.column(newer);
            long[] olderSums = ledger.column(older);
            int[] ids = engine.block.ids[k];
            double[][] into = engine.block.into;
            for (int i = first; i < end; i++) {
                int priced = Ledger.half(newerCounts[i], newerPriced) - Ledger.half(olderCounts[i], olderPriced);
                into[i][out] =
                        ids[i] < 0 || priced == 0 ? missing : (newerSums[i] - olderSums[i]) / (priced * perMajor);
            }
        };
    }

    private Reading fraudRate(OrderKey key, Window window, double missing, int out) {
        long lag = fraudDelay + window.micros();
        int newer = plan.ledger(key).orders(fraudDelay);
        int older = plan.ledger(key).orders(lag);
        int newerFraud = plan.ledger(key).fraud(fraudDelay);
        int olderFraud = plan.ledger(key).fraud(lag);
        int k = key.place();
        return (engine, first, end) -> {
            Ledger ledger = engine.ledger(k);
            long[] newerOrders = ledger.columnOf(newer);
            long[] olderOrders = ledger.columnOf(older);
            long[] newerFrauds = ledger.columnOf(newerFraud);
            long[] olderFrauds = ledger.columnOf(olderFraud);
            int[] ids = engine.block.ids[k];
            double[][] into = engine.block.into;
            for (int i = first; i < end; i++) {
                int orders = Ledger.half(newerOrders[i], newer) - Ledger.half(olderOrders[i], older);
                int frauds = Ledger.half(newerFrauds[i], newerFraud) - Ledger.half(olderFrauds[i], olderFraud);
                into[i][out] = ids[i] < 0 ? missing : share(frauds, orders, missing);
            }
        };
    }

    private Reading service(Formula.ServiceFact fact, double missing, int out) {
        return switch (fact) {
            case LATE -> settled(Settlements.LATE, Settlements.DELIVERED, missing, out);
            case UNDELIVERED -> settled(Settlements.UNDELIVERED, Settlements.SETTLED, missing, out);
            case CANCELLED -> settled(Settlements.CANCELLED, Settlements.TOLD, missing, out);
            case REFUNDED -> settled(Settlements.REFUNDED, Settlements.TOLD, missing, out);
            case LOW_REVIEWS -> settled(Settlements.LOW, Settlements.REVIEWS, missing, out);
            case REVIEW_MEAN -> settled(Settlements.STARS, Settlements.REVIEWS, missing, out);
        };
    }

    private static Reading settled(int part, int whole, double missing, int out) {
        return (engine, first, end) -> {
            int[] parts = engine.settlements().column(part);
            int[] wholes = engine.settlements().column(whole);
            int[] ids = engine.block.ids[OrderKey.SELLER.place()];
            double[][] into = engine.block.into;
            for (int i = first; i < end; i++) {
                into[i][out] = ids[i] < 0 ? missing : share(parts[i], wholes[i], missing);
            }
        };
    }

    private Reading pairOrders(OrderKey key, Window window, double missing, int out) {
        int newer = plan.pair(key).cell(0);
        int older = plan.pair(key).cell(window.micros());
        return each(out, (engine, i) -> {
            PairLedger pair = engine.pair(key.place());
            return pair.isThere(engine.block, i) ? pair.column(newer)[i] - pair.column(older)[i] : missing;
        });
    }

    private Reading sinceLast(OrderKey key, double missing, int out) {
        if (key.isPair()) {
            return each(out, (engine, i) -> {
                PairLedger pair = engine.pair(key.place());
                int last = pair.isThere(engine.block, i) ? pair.last(engine.block, i, engine.placing()) : OrderLog.NONE;
                return last < engine.horizon().until[i]
                        ? missing
                        : (engine.block.at[i] - engine.placedAt(last)) / Micros.PER_HOUR;
            });
        }
        int word = plan.ledger(key).lastAt();
        return ofKey(
                key, missing, out, (engine, ledger, i) -> hours(engine.block.at[i], ledger.column(word)[i], missing));
    }

    private double hours(long now, long last, double missing) {
        return last < now - horizon ? missing : (now - last) / Micros.PER_HOUR;
    }

    private Reading isNew(OrderKey key, double missing, int out) {
        if (key.isPair()) {
            return (engine, from, to) -> {
                PairLedger pair = engine.pair(key.place());
                Block block = engine.block;
                Lag placing = engine.placing();
                int[] horizons = engine.horizon().until;
                for (int i = from; i < to; i++) {
                    block.into[i][out] =
                            !pair.isThere(block, i) ? missing : pair.last(block, i, placing) < horizons[i] ? 1 : 0;
                }
            };
        }
        int word = plan.ledger(key).lastAt();
        return ofKey(key, missing, out, (engine, ledger, i) -> isNew(engine.block.at[i], ledger.column(word)[i]));
    }

    private int isNew(long now, long last) {
        return last < now - horizon ? 1 : 0;
    }

    private Reading own(Formula.OwnFact fact, double missing, int out) {
        return switch (fact) {
            case AMOUNT -> ofOrder(out, (_, amount) -> amount == ReferenceRates.UNKNOWN ? missing : amount / perMajor);
            case ITEMS ->
                ofOrder(out, (order, _) -> {
                    Integer items = order.itemCount();
                    return items == null || items < 0 ? missing : items;
                });
            case AMOUNT_PER_ITEM ->
                ofOrder(out, (order, amount) -> {
                    Integer items = order.itemCount();
                    return items == null || items <= 0 || amount == ReferenceRates.UNKNOWN
                            ? missing
                            : amount / (items * perMajor);
                });
            case HOUR_OF_DAY -> each(out, (engine, i) -> hour(engine.block.at[i]));
            case NIGHT -> each(out, (engine, i) -> hour(engine.block.at[i]) <= 6 ? 1 : 0);
            // 1970-01-01 was a Thursday.
            case WEEKEND ->
                each(out, (engine, i) -> Math.floorMod(Math.floorDiv(engine.block.at[i], DAY) + 3, 7) >= 5 ? 1 : 0);
            case CATEGORY -> ofOrder(out, (order, _) -> bucket(order.category(), missing));
            case SHIP_TO_COUNTRY -> ofOrder(out, (order, _) -> bucket(order.shipToCountry(), missing));
            case CURRENCY -> ofOrder(out, (order, _) -> bucket(order.amount().currency(), missing));
            case DEVICE_GIVEN -> ofOrder(out, (order, _) -> order.deviceId() == null ? 0 : 1);
            case PAYMENT_GIVEN -> ofOrder(out, (order, _) -> order.paymentId() == null ? 0 : 1);
            case IP_GIVEN -> ofOrder(out, (order, _) -> order.ip() == null ? 0 : 1);
        };
    }

    /** Nothing, where a seller is looked at. */
    private static Reading ofOrder(int out, OfOrder value) {
        return (engine, from, to) -> {
            Block block = engine.block;
            for (int i = from; i < to; i++) {
                Order order = block.orders[i];
                if (order != null) {
                    block.into[i][out] = value.of(order, block.amounts[i]);
                }
            }
        };
    }

    private static int hour(long now) {
        return (int) (Math.floorMod(now, DAY) / HOUR);
    }

    private static double bucket(@Nullable String word, double missing) {
        return word == null ? missing : Buckets.of(word);
    }

    private static double share(long part, long whole, double missing) {
        return whole == 0 ? missing : (double) part / whole;
    }

    private static double growth(long part, long whole, Window window) {
        double times = Window.MONTH.micros() / (double) window.micros();
        return part * times / whole;
    }

    /** (x - mean) / sd = (n x - S) / sqrt(n Q - S S), with whole numbers under the root. */
    private Reading deviation(OrderKey key, double missing, int out) {
        Ledger.Layout l = plan.ledger(key);
        int newerPriced = l.priced(0);
        int olderPriced = l.priced(MONTH);
        int newerSum = l.sum(0);
        int olderSum = l.sum(MONTH);
        int newer = l.squares(0);
        int older = l.squares(MONTH);
        return ofKey(key, missing, out, (engine, ledger, i) -> {
            long amount = engine.block.amounts[i];
            long n = ledger.between(i, newerPriced, olderPriced);
            if (n < 2 || amount == ReferenceRates.UNKNOWN) {
                return missing;
            }
            long sum = ledger.wideBetween(i, newerSum, olderSum);
            long low = ledger.wideBetween(i, newer + 1, older + 1);
            boolean borrows = Long.compareUnsigned(ledger.column(newer + 1)[i], ledger.column(older + 1)[i]) < 0;
            long high = ledger.wideBetween(i, newer, older) - (borrows ? 1 : 0);
            long productLow = low * n;
            long productHigh = high * n + Math.unsignedMultiplyHigh(low, n);
            long squareLow = sum * sum;
            long restLow = productLow - squareLow;
            long restHigh = productHigh
                    - Math.multiplyHigh(sum, sum)
                    - (Long.compareUnsigned(productLow, squareLow) < 0 ? 1 : 0);
            if (restHigh == 0 && restLow == 0) {
                return missing;
            }
            double variance = restHigh == 0 && restLow > 0
                    ? restLow
                    : BigInteger.valueOf(restHigh)
                            .shiftLeft(64)
                            .add(new BigInteger(Long.toUnsignedString(restLow)))
                            .doubleValue();
            return (n * amount - sum) / Math.sqrt(variance);
        });
    }

    private static double attribute(FeatureEngine engine, int i, Formula.Attribute wanted, double missing) {
        Attributes attributes = engine.attributes(i);
        String name = wanted.attribute();
        boolean value = wanted.part() == Formula.Part.VALUE;
        return switch (wanted.type()) {
            case CATEGORICAL -> bucket(attributes.categorical().get(name), missing);
            case NUMERIC -> {
                Double number = attributes.numeric().get(name);
                if (number == null || !Double.isFinite(number)) {
                    yield value ? missing : 0;
                }
                yield value ? number : 1;
            }
            case INSTANT -> {
                Instant instant = attributes.instants().get(name);
                yield instant == null
                        ? (value ? missing : 0)
                        : value ? (engine.block.at[i] - Micros.of(instant)) / Micros.PER_DAY : 1;
            }
            case TEXT -> missing;
        };
    }
}
