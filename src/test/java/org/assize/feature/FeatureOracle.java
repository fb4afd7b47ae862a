package org.assize.feature;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assize.subject.Attributes;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** The definitions taken literally: for every value, all of history is read again. Shares no code with the engine. */
final class FeatureOracle {

    private static final Duration MONTH = Duration.ofDays(30);

    private final RandomHistory history;
    private final FeatureOptions options;

    FeatureOracle(RandomHistory history, FeatureOptions options) {
        this.history = history;
        this.options = options;
    }

    double value(FeatureDefinition feature, Order order) {
        Double value = bounded(
                feature.formula(),
                key -> keyOf(key, order),
                order.placedAt(),
                () -> order(feature.formula(), order, order.placedAt()));
        return value == null ? feature.missing().value() : value;
    }

    double value(FeatureDefinition feature, Seller seller, Instant at) {
        Double value = bounded(
                feature.formula(),
                key -> key == OrderKey.SELLER ? seller.sellerId() : null,
                at,
                () -> seller(feature.formula(), then(seller, at), at));
        return value == null ? feature.missing().value() : value;
    }

    /** Unknown, or as many as are looked at and one more, where there are more orders than a feature looks at. */
    private @Nullable Double bounded(
            Formula formula, Function<OrderKey, @Nullable Object> keys, Instant t, Supplier<@Nullable Double> value) {
        OrderKey key = switch (formula) {
            case Formula.Count(OrderKey k, Window _) -> k;
            case Formula.Sum(OrderKey k, Window _) -> k;
            case Formula.Mean(OrderKey k, Window _) -> k;
            case Formula.Distinct(OrderKey k, OrderKey _, Window _) -> k;
            case Formula.Max(OrderKey k) -> k;
            case Formula.Deviation(OrderKey k) -> k;
            case Formula.RatioToMean(OrderKey k) -> k;
            case Formula.RatioToMax(OrderKey k) -> k;
            case Formula.SinceFirst(OrderKey k) -> k;
            case Formula.SinceLast(OrderKey k) -> k.isPair() ? k : null;
            case Formula.New(OrderKey k) -> k.isPair() ? k : null;
            case Formula.MaturedCount(OrderKey k, Window _) -> k;
            case Formula.MaturedFraudRate(OrderKey k, Window _) -> k;
            case Formula.Service _,
                    Formula.OverdueShare _,
                    Formula.PerOrder _,
                    Formula.RepeatShare _,
                    Formula.NewBuyerShare _,
                    Formula.BuyerFraudRate _,
                    Formula.OrderGrowth _,
                    Formula.ValueGrowth _ -> OrderKey.SELLER;
            default -> null;
        };
        Duration back = switch (formula) {
            case Formula.Count(OrderKey _, Window w) -> w.length();
            case Formula.Sum(OrderKey _, Window w) -> w.length();
            case Formula.Mean(OrderKey _, Window w) -> w.length();
            case Formula.Distinct(OrderKey _, OrderKey _, Window w) -> w.length();
            case Formula.SinceFirst _, Formula.SinceLast _, Formula.New _ -> options.horizon();
            case Formula.MaturedCount(OrderKey _, Window w) ->
                options.fraudDelay().plus(w.length());
            case Formula.MaturedFraudRate(OrderKey _, Window w) ->
                options.fraudDelay().plus(w.length());
            case Formula.Service _ -> MONTH.multipliedBy(2);
            default -> MONTH;
        };
        if (key == null) {
            return value.get();
        }
        OrderKey half = switch (key) {
            case SELLER_BUYER, BUYER_DEVICE, BUYER_PAYMENT, BUYER_IP, BUYER_SHIP_TO -> OrderKey.BUYER;
            case DEVICE_PAYMENT -> OrderKey.PAYMENT;
            default -> key;
        };
        Object k = keys.apply(half);
        if (k == null || placed(half, k, t, back).size() <= options.mostOrders()) {
            return value.get();
        }
        return formula instanceof Formula.Count && !key.isPair() ? options.mostOrders() + 1.0 : null;
    }

    private @Nullable Double order(Formula formula, Order o, Instant t) {
        return switch (formula) {
            case Formula.Own(Formula.OwnFact fact) -> own(fact, o);
            case Formula.SellerAge _ ->
                history.sellers().stream()
                        .filter(s -> s.sellerId().equals(o.sellerId()))
                        .findFirst()
                        .map(s -> age(then(s, t), t))
                        .orElse(null);
            case Formula.Attribute a -> attribute(a, o.attributes(), t);
            case Formula.Deviation(OrderKey key) -> of(key, o, k -> deviation(placed(key, k, t, MONTH), minor(o)));
            case Formula.RatioToMean(OrderKey key) ->
                of(key, o, k -> {
                    BigInteger sum = sum(placed(key, k, t, MONTH));
                    BigInteger n = BigInteger.valueOf(priced(placed(key, k, t, MONTH)));
                    BigInteger x = minor(o);
                    return x == null || sum.signum() <= 0 ? null : x.multiply(n).doubleValue() / sum.doubleValue();
                });
            case Formula.RatioToMax(OrderKey key) ->
                of(key, o, k -> {
                    BigInteger max = max(placed(key, k, t, MONTH));
                    BigInteger x = minor(o);
                    return x == null || max == null || max.signum() <= 0 ? null : x.doubleValue() / max.doubleValue();
                });
            case Formula.Count _,
                    Formula.Sum _,
                    Formula.Mean _,
                    Formula.Max _,
                    Formula.Distinct _,
                    Formula.SinceFirst _,
                    Formula.SinceLast _,
                    Formula.New _,
                    Formula.MaturedCount _,
                    Formula.MaturedFraudRate _,
                    Formula.Service _,
                    Formula.OverdueShare _,
                    Formula.PerOrder _,
                    Formula.RepeatShare _,
                    Formula.NewBuyerShare _,
                    Formula.BuyerFraudRate _,
                    Formula.OrderGrowth _,
                    Formula.ValueGrowth _,
                    Formula.SharedWith _,
                    Formula.SharedWithFraud _ -> keyed(formula, key -> keyOf(key, o), t);
        };
    }

    private @Nullable Double seller(Formula formula, Seller s, Instant t) {
        return switch (formula) {
            case Formula.SellerAge _ -> age(s, t);
            case Formula.Attribute a -> attribute(a, s.attributes(), t);
            case Formula.SharedWith(Formula.Identifier identifier) -> {
                String mine = identifier(s, identifier);
                yield mine == null
                        ? null
                        : (double) others(s, t)
                                .filter(other -> mine.equals(identifier(other, identifier)))
                                .count();
            }
            case Formula.SharedWithFraud _ ->
                (double) others(s, t)
                        .filter(other -> Arrays.stream(Formula.Identifier.values())
                                .anyMatch(i -> identifier(s, i) != null
                                        && Objects.equals(identifier(s, i), identifier(other, i))))
                        .filter(other -> history.sellerFraud().stream()
                                .filter(f -> f.sellerId().equals(other.sellerId())
                                        && f.knownAt().isBefore(t))
                                .max(Comparator.comparing(SellerFraud::knownAt).thenComparing(SellerFraud::fraud))
                                .map(SellerFraud::fraud)
                                .orElse(false))
                        .count();
            default -> keyed(formula, key -> key == OrderKey.SELLER ? s.sellerId() : null, t);
        };
    }

    private Stream<Seller> others(Seller s, Instant t) {
        return history.sellers().stream()
                .filter(other -> !other.sellerId().equals(s.sellerId()))
                .map(other -> then(other, t))
                .filter(other ->
                        other.registeredAt() == null || other.registeredAt().isBefore(t));
    }

    private Seller then(Seller s, Instant t) {
        return history.sellerVersions().stream()
                .filter(v ->
                        v.seller().sellerId().equals(s.sellerId()) && v.from().isBefore(t))
                .max(Comparator.comparing(SellerVersion::from))
                .map(SellerVersion::seller)
                .orElse(s);
    }

    private @Nullable String identifier(Seller s, Formula.Identifier identifier) {
        return switch (identifier) {
            case BANK_ACCOUNT -> s.bankAccount();
            case DEVICE -> s.deviceId();
            case PHONE -> s.phone();
            case IP -> s.ip();
            case EMAIL_DOMAIN -> {
                String domain = s.email() == null ? null : s.email().replaceFirst("^([^@]*|.*@)$|^.*@", "");
                domain = domain == null || domain.isEmpty() ? null : domain.toLowerCase(Locale.ROOT);
                yield domain == null || options.publicMailDomains().contains(domain) ? null : domain;
            }
        };
    }

    private @Nullable Double keyed(Formula formula, Function<OrderKey, @Nullable Object> keys, Instant t) {
        return switch (formula) {
            case Formula.Count(OrderKey key, Window w) -> {
                Object k = keys.apply(key);
                yield k == null ? null : (double) placed(key, k, t, w.length()).size();
            }
            case Formula.Sum(OrderKey key, Window w) -> {
                Object k = keys.apply(key);
                yield k == null ? null : sum(placed(key, k, t, w.length())).doubleValue() / cents();
            }
            case Formula.Mean(OrderKey key, Window w) -> {
                Object k = keys.apply(key);
                long n = k == null ? 0 : priced(placed(key, k, t, w.length()));
                yield n == 0
                        ? null
                        : sum(placed(key, Objects.requireNonNull(k), t, w.length()))
                                        .doubleValue()
                                / (n * cents());
            }
            case Formula.Max(OrderKey key) -> {
                Object k = keys.apply(key);
                BigInteger max = k == null ? null : max(placed(key, k, t, MONTH));
                yield max == null ? null : max.doubleValue() / cents();
            }
            case Formula.Distinct(OrderKey key, OrderKey counted, Window w) -> {
                Object k = keys.apply(key);
                yield k == null ? null : (double) distinct(placed(key, k, t, w.length()), counted);
            }
            case Formula.SinceFirst(OrderKey key) -> {
                Object k = keys.apply(key);
                yield k == null
                        ? null
                        : placed(key, k, t, options.horizon()).stream()
                                .map(Order::placedAt)
                                .min(Comparator.naturalOrder())
                                .map(first -> ChronoUnit.MICROS.between(first, t) / (24 * 3600e6))
                                .orElse(null);
            }
            case Formula.SinceLast(OrderKey key) -> {
                Object k = keys.apply(key);
                yield k == null
                        ? null
                        : placed(key, k, t, options.horizon()).stream()
                                .map(Order::placedAt)
                                .max(Comparator.naturalOrder())
                                .map(last -> ChronoUnit.MICROS.between(last, t) / 3600e6)
                                .orElse(null);
            }
            case Formula.New(OrderKey key) -> {
                Object k = keys.apply(key);
                yield k == null ? null : placed(key, k, t, options.horizon()).isEmpty() ? 1.0 : 0.0;
            }
            case Formula.MaturedCount(OrderKey key, Window w) -> {
                Object k = keys.apply(key);
                yield k == null ? null : (double) matured(key, k, t, w.length()).size();
            }
            case Formula.MaturedFraudRate(OrderKey key, Window w) -> {
                Object k = keys.apply(key);
                List<Order> matured = k == null ? List.of() : matured(key, k, t, w.length());
                yield share(matured.stream().filter(m -> isFraud(m, t)).count(), matured.size());
            }
            case Formula.Service(Formula.ServiceFact fact) ->
                service(fact, Objects.requireNonNull(keys.apply(OrderKey.SELLER)), t);
            case Formula.OverdueShare _ -> {
                List<Order> past = placed(OrderKey.SELLER, keys.apply(OrderKey.SELLER), t, MONTH).stream()
                        .filter(o -> o.placedAt().plus(options.lateAfter()).isBefore(t))
                        .toList();
                yield share(
                        past.stream()
                                .filter(o -> o.deliveredAt() == null
                                        || !o.deliveredAt().isBefore(t))
                                .count(),
                        past.size());
            }
            case Formula.PerOrder(OrderKey counted) -> {
                List<Order> past = placed(OrderKey.SELLER, keys.apply(OrderKey.SELLER), t, MONTH);
                yield share(
                        distinct(past, counted),
                        past.stream().filter(o -> keyOf(counted, o) != null).count());
            }
            case Formula.RepeatShare _ -> {
                List<Order> past = placed(OrderKey.SELLER, keys.apply(OrderKey.SELLER), t, MONTH);
                yield share(past.size() - distinct(past, OrderKey.BUYER), past.size());
            }
            case Formula.NewBuyerShare _ -> {
                List<Order> past = placed(OrderKey.SELLER, keys.apply(OrderKey.SELLER), t, MONTH);
                yield share(
                        past.stream()
                                .filter(o -> placed(OrderKey.BUYER, o.buyerId(), o.placedAt(), options.horizon())
                                        .isEmpty())
                                .count(),
                        past.size());
            }
            case Formula.BuyerFraudRate _ -> {
                long sum = 0;
                long known = 0;
                for (Order o : placed(OrderKey.SELLER, keys.apply(OrderKey.SELLER), t, MONTH)) {
                    List<Order> matured = matured(OrderKey.BUYER, o.buyerId(), o.placedAt(), MONTH);
                    int all = placed(OrderKey.BUYER, o.buyerId(), o.placedAt(), MONTH.plus(options.fraudDelay()))
                            .size();
                    if (!matured.isEmpty() && all <= Math.max(1, options.mostOrders() / 100)) {
                        long frauds = matured.stream()
                                .filter(m -> isFraud(m, o.placedAt()))
                                .count();
                        sum += frauds * 1_000_000_000L / matured.size();
                        known++;
                    }
                }
                yield known == 0 ? null : sum / (known * 1e9);
            }
            case Formula.OrderGrowth(Window w) -> {
                Object k = keys.apply(OrderKey.SELLER);
                int all = placed(OrderKey.SELLER, k, t, MONTH).size();
                double times = 30.0 / w.length().toDays();
                yield all == 0
                        ? null
                        : placed(OrderKey.SELLER, k, t, w.length()).size() * times / all;
            }
            case Formula.ValueGrowth(Window w) -> {
                Object k = keys.apply(OrderKey.SELLER);
                BigInteger all = sum(placed(OrderKey.SELLER, k, t, MONTH));
                double times = 30.0 / w.length().toDays();
                yield all.signum() <= 0
                        ? null
                        : sum(placed(OrderKey.SELLER, k, t, w.length())).doubleValue() * times / all.doubleValue();
            }
            default -> throw new IllegalArgumentException("not about a key: " + formula);
        };
    }

    private @Nullable Double service(Formula.ServiceFact fact, Object seller, Instant t) {
        List<Order> mine = history.orders().stream()
                .filter(o -> o.sellerId().equals(seller))
                .toList();
        List<Order> delivered = mine.stream()
                .filter(FeatureOracle::inTime)
                .filter(o -> within30Days(deliveredAt(o), t))
                .toList();
        List<Order> settled = mine.stream()
                .filter(o -> within30Days(o.placedAt().plus(MONTH), t))
                .toList();
        List<Order> told = settled.stream().filter(o -> o.status() != null).toList();
        List<Integer> reviews = settled.stream()
                .filter(o -> !deliveredTooLate(o))
                .map(Order::reviewScore)
                .filter(r -> r != null && r > 0)
                .toList();
        return switch (fact) {
            case LATE ->
                share(
                        delivered.stream()
                                .filter(o -> Objects.requireNonNull(o.deliveredAt())
                                        .isAfter(o.placedAt().plus(options.lateAfter())))
                                .count(),
                        delivered.size());
            case UNDELIVERED ->
                share(
                        settled.stream()
                                .filter(o -> deliveredTooLate(o)
                                        || (o.deliveredAt() == null && !"cancelled".equalsIgnoreCase(o.status())))
                                .count(),
                        settled.size());
            case CANCELLED ->
                share(
                        told.stream()
                                .filter(o -> !deliveredTooLate(o) && "cancelled".equalsIgnoreCase(o.status()))
                                .count(),
                        told.size());
            case REFUNDED ->
                share(
                        told.stream()
                                .filter(o -> !deliveredTooLate(o)
                                        && List.of("refunded", "returned").contains(o.status()))
                                .count(),
                        told.size());
            case LOW_REVIEWS ->
                share(reviews.stream().filter(r -> r <= options.lowReview()).count(), reviews.size());
            case REVIEW_MEAN -> share(reviews.stream().mapToInt(r -> r).sum(), reviews.size());
        };
    }

    private static boolean inTime(Order o) {
        return o.deliveredAt() != null && !o.deliveredAt().isAfter(o.placedAt().plus(MONTH));
    }

    private static boolean deliveredTooLate(Order o) {
        return o.deliveredAt() != null && !inTime(o);
    }

    private static Instant deliveredAt(Order o) {
        Instant deliveredAt = Objects.requireNonNull(o.deliveredAt());
        return deliveredAt.isBefore(o.placedAt()) ? o.placedAt() : deliveredAt;
    }

    private static boolean within30Days(Instant instant, Instant t) {
        return instant.isBefore(t) && !instant.isBefore(t.minus(MONTH));
    }

    private List<Order> placed(OrderKey key, @Nullable Object value, Instant t, Duration back) {
        return between(key, value, t.minus(back), t);
    }

    private List<Order> matured(OrderKey key, Object value, Instant t, Duration back) {
        Instant until = t.minus(options.fraudDelay());
        return between(key, value, until.minus(back), until);
    }

    private List<Order> between(OrderKey key, @Nullable Object value, Instant from, Instant until) {
        return history.orders().stream()
                .filter(o -> Objects.equals(keyOf(key, o), value))
                .filter(o -> !o.placedAt().isBefore(from) && o.placedAt().isBefore(until))
                .toList();
    }

    private boolean isFraud(Order o, Instant t) {
        return history.fraud().stream()
                .filter(f -> f.orderId().equals(o.orderId()) && f.knownAt().isBefore(t))
                .max(Comparator.comparing(FraudKnowledge::knownAt).thenComparing(FraudKnowledge::fraud))
                .map(FraudKnowledge::fraud)
                .orElse(false);
    }

    private static long distinct(List<Order> orders, OrderKey counted) {
        return orders.stream()
                .map(o -> keyOf(counted, o))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private static @Nullable Object keyOf(OrderKey key, Order o) {
        return switch (key) {
            case SELLER -> o.sellerId();
            case BUYER -> o.buyerId();
            case DEVICE -> o.deviceId();
            case PAYMENT -> o.paymentId();
            case IP -> o.ip();
            case SHIP_TO -> o.shipToPostcode() == null ? null : Arrays.asList(o.shipToCountry(), o.shipToPostcode());
            case SELLER_BUYER -> both(o.sellerId(), o.buyerId());
            case SELLER_DEVICE -> both(o.sellerId(), o.deviceId());
            case SELLER_PAYMENT -> both(o.sellerId(), o.paymentId());
            case SELLER_IP -> both(o.sellerId(), o.ip());
            case SELLER_SHIP_TO -> both(o.sellerId(), keyOf(OrderKey.SHIP_TO, o));
            case BUYER_DEVICE -> both(o.buyerId(), o.deviceId());
            case BUYER_PAYMENT -> both(o.buyerId(), o.paymentId());
            case BUYER_IP -> both(o.buyerId(), o.ip());
            case BUYER_SHIP_TO -> both(o.buyerId(), keyOf(OrderKey.SHIP_TO, o));
            case DEVICE_PAYMENT -> both(o.deviceId(), o.paymentId());
        };
    }

    private static @Nullable Object both(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null ? null : List.of(one, other);
    }

    private static @Nullable Double of(OrderKey key, Order o, Function<Object, @Nullable Double> known) {
        Object value = keyOf(key, o);
        return value == null ? null : known.apply(value);
    }

    private @Nullable Double deviation(List<Order> past, @Nullable BigInteger x) {
        BigInteger n = BigInteger.valueOf(priced(past));
        BigInteger sum = sum(past);
        BigInteger squares = past.stream()
                .map(this::minor)
                .filter(Objects::nonNull)
                .map(m -> m.multiply(m))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger variance = n.multiply(squares).subtract(sum.multiply(sum));
        return x == null || n.intValue() < 2 || variance.signum() == 0
                ? null
                : n.multiply(x).subtract(sum).doubleValue() / Math.sqrt(variance.doubleValue());
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    private static @Nullable Double age(Seller s, Instant t) {
        return s.registeredAt() == null || s.registeredAt().isAfter(t)
                ? null
                : ChronoUnit.MICROS.between(s.registeredAt(), t) / (24 * 3600e6);
    }

    private double cents() {
        return Math.pow(
                10, java.util.Currency.getInstance(options.rates().currency()).getDefaultFractionDigits());
    }

    private @Nullable BigInteger minor(Order o) {
        BigDecimal rate = options.rates().units().get(o.amount().currency());
        if (rate == null) {
            return null;
        }
        BigInteger limit = BigInteger.valueOf(1_000_000_000_000L);
        return o.amount()
                .major()
                .multiply(rate)
                .multiply(BigDecimal.valueOf(cents()))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger()
                .min(limit)
                .max(limit.negate());
    }

    private long priced(List<Order> orders) {
        return orders.stream().filter(o -> minor(o) != null).count();
    }

    private BigInteger sum(List<Order> orders) {
        return orders.stream().map(this::minor).filter(Objects::nonNull).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private @Nullable BigInteger max(List<Order> orders) {
        return orders.stream()
                .map(this::minor)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable Double own(Formula.OwnFact fact, Order o) {
        OffsetDateTime clock = o.placedAt().atOffset(ZoneOffset.UTC);
        BigInteger x = minor(o);
        return switch (fact) {
            case AMOUNT -> x == null ? null : x.doubleValue() / cents();
            case ITEMS -> o.itemCount() == null || o.itemCount() < 0 ? null : (double) o.itemCount();
            case AMOUNT_PER_ITEM ->
                x == null || o.itemCount() == null || o.itemCount() <= 0
                        ? null
                        : x.doubleValue() / (o.itemCount() * cents());
            case HOUR_OF_DAY -> (double) clock.getHour();
            case NIGHT -> clock.getHour() <= 6 ? 1.0 : 0.0;
            case WEEKEND ->
                clock.getDayOfWeek() == DayOfWeek.SATURDAY || clock.getDayOfWeek() == DayOfWeek.SUNDAY ? 1.0 : 0.0;
            case CATEGORY -> bucket(o.category());
            case SHIP_TO_COUNTRY -> bucket(o.shipToCountry());
            case CURRENCY -> bucket(o.amount().currency());
            case DEVICE_GIVEN -> o.deviceId() == null ? 0.0 : 1.0;
            case PAYMENT_GIVEN -> o.paymentId() == null ? 0.0 : 1.0;
            case IP_GIVEN -> o.ip() == null ? 0.0 : 1.0;
        };
    }

    private static @Nullable Double bucket(@Nullable String word) {
        if (word == null) {
            return null;
        }
        BigInteger h = new BigInteger("cbf29ce484222325", 16);
        BigInteger all = BigInteger.ONE.shiftLeft(64);
        for (int i = 0; i < word.length(); i++) {
            h = h.xor(BigInteger.valueOf(word.charAt(i)))
                    .multiply(new BigInteger("100000001b3", 16))
                    .mod(all);
        }
        h = h.xor(h.shiftRight(32));
        h = h.xor(h.shiftRight(16));
        return h.mod(BigInteger.valueOf(65_536)).doubleValue();
    }

    private static @Nullable Double attribute(Formula.Attribute wanted, Attributes all, Instant t) {
        Double value = switch (wanted.type()) {
            case CATEGORICAL -> bucket(all.categorical().get(wanted.attribute()));
            case NUMERIC -> {
                Double number = all.numeric().get(wanted.attribute());
                yield number == null || number.isNaN() ? null : number;
            }
            case INSTANT ->
                all.instants().containsKey(wanted.attribute())
                        ? ChronoUnit.MICROS.between(all.instants().get(wanted.attribute()), t) / (24 * 3600e6)
                        : null;
            case TEXT -> null;
        };
        if (wanted.part() == Formula.Part.VALUE) {
            return value;
        }
        return value == null ? 0.0 : 1.0;
    }
}
