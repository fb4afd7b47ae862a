package org.assize.feature;

import static org.assize.feature.FeatureFamily.ACCOUNT;
import static org.assize.feature.FeatureFamily.DEVIATION;
import static org.assize.feature.FeatureFamily.FRAUD;
import static org.assize.feature.FeatureFamily.RECENCY;
import static org.assize.feature.FeatureFamily.SERVICE;
import static org.assize.feature.FeatureFamily.SHARING;
import static org.assize.feature.FeatureFamily.SPREAD;
import static org.assize.feature.FeatureFamily.VALUE;
import static org.assize.feature.FeatureFamily.VELOCITY;
import static org.assize.feature.MissingRule.MINUS_ONE;
import static org.assize.feature.MissingRule.NEVER;
import static org.assize.feature.MissingRule.ZERO;
import static org.assize.feature.OrderKey.BUYER;
import static org.assize.feature.OrderKey.BUYER_DEVICE;
import static org.assize.feature.OrderKey.BUYER_IP;
import static org.assize.feature.OrderKey.BUYER_PAYMENT;
import static org.assize.feature.OrderKey.BUYER_SHIP_TO;
import static org.assize.feature.OrderKey.DEVICE;
import static org.assize.feature.OrderKey.DEVICE_PAYMENT;
import static org.assize.feature.OrderKey.IP;
import static org.assize.feature.OrderKey.PAYMENT;
import static org.assize.feature.OrderKey.SELLER;
import static org.assize.feature.OrderKey.SELLER_BUYER;
import static org.assize.feature.OrderKey.SHIP_TO;
import static org.assize.feature.Window.DAY;
import static org.assize.feature.Window.HOUR;
import static org.assize.feature.Window.MONTH;
import static org.assize.feature.Window.WEEK;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assize.platform.Sha256;
import org.assize.subject.AttributeType;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * The features of one kind of subject in the order in which they stand in a vector. Immutable. A catalogue may be narrowed
 * to what a model uses: the engine then computes, and the history then loads, no more than that.
 */
public final class FeatureCatalog {

    private final SubjectKind subject;
    private final List<FeatureDefinition> features;
    private final Map<String, Integer> positions = new HashMap<>();

    private FeatureCatalog(SubjectKind subject, List<FeatureDefinition> features) {
        this.subject = subject;
        this.features = List.copyOf(features);
        for (FeatureDefinition feature : this.features) {
            if (positions.put(feature.name(), positions.size()) != null) {
                throw new IllegalArgumentException("two features are named " + feature.name());
            }
        }
    }

    /** Every feature of an order that Assize itself defines. */
    public static FeatureCatalog orders() {
        return ORDERS;
    }

    /** Every feature of a seller that Assize itself defines. */
    public static FeatureCatalog sellers() {
        return SELLERS;
    }

    /** Every feature of that kind of subject that Assize itself defines. */
    public static FeatureCatalog of(SubjectKind subject) {
        return switch (subject) {
            case ORDER -> ORDERS;
            case SELLER -> SELLERS;
        };
    }

    public SubjectKind subject() {
        return subject;
    }

    public List<FeatureDefinition> features() {
        return features;
    }

    public int size() {
        return features.size();
    }

    public List<String> names() {
        return features.stream().map(FeatureDefinition::name).toList();
    }

    public boolean has(String name) {
        return positions.containsKey(name);
    }

    /**
     * Where a feature stands in the vector, from 0.
     *
     * @throws IllegalArgumentException when the catalogue has no such feature
     */
    public int position(String name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalArgumentException("no feature of a " + subject.code() + " is named " + name);
        }
        return position;
    }

    public FeatureDefinition feature(String name) {
        return features.get(position(name));
    }

    /**
     * This catalogue and, for each declared attribute, a feature: a number as it is, an instant as the days from it to the
     * record's own instant, a category as one of 65,536 buckets by a stable hash of its text (so it needs no dictionary that
     * changes with the data; trees cut intervals of buckets until the word is alone). Numbers and instants have a companion
     * {@code ..._given}, because no value of theirs is free to mean "not sent". Texts make no feature.
     */
    public FeatureCatalog withAttributes(Map<String, AttributeType> declared) {
        List<FeatureDefinition> all = new ArrayList<>(features);
        new TreeMap<>(declared).forEach((attribute, type) -> {
            String name = "attribute." + attribute;
            FeatureUnit unit = switch (type) {
                case CATEGORICAL -> FeatureUnit.BUCKET;
                case NUMERIC -> FeatureUnit.NUMBER;
                case INSTANT -> FeatureUnit.DAYS;
                case TEXT -> null;
            };
            if (unit != null) {
                boolean bucket = type == AttributeType.CATEGORICAL;
                all.add(attribute(name, unit, bucket ? MINUS_ONE : ZERO, attribute, type, Formula.Part.VALUE));
                if (!bucket) {
                    all.add(attribute(name + ".given", FeatureUnit.FLAG, NEVER, attribute, type, Formula.Part.GIVEN));
                }
            }
        });
        return new FeatureCatalog(subject, all);
    }

    /**
     * Only these features, in this order.
     *
     * @throws IllegalArgumentException when the catalogue lacks one of them
     */
    public FeatureCatalog only(List<String> names) {
        return new FeatureCatalog(subject, names.stream().map(this::feature).toList());
    }

    /** SHA-256, in hex, of every name with its formula, unit and missing-value rule, in order: equal hashes, equal vectors. */
    public String sha256() {
        MessageDigest digest = Sha256.begin();
        for (FeatureDefinition f : features) {
            digest.update((f.name() + '\t' + f.formula() + '\t' + f.unit() + '\t' + f.missing() + '\n')
                    .getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private FeatureDefinition attribute(
            String name,
            FeatureUnit unit,
            MissingRule missing,
            String attribute,
            AttributeType type,
            Formula.Part part) {
        return new FeatureDefinition(
                name,
                subject,
                FeatureFamily.ATTRIBUTE,
                null,
                null,
                unit,
                missing,
                new Formula.Attribute(attribute, type, part));
    }

    private static final FeatureCatalog ORDERS = new Listing(SubjectKind.ORDER)
            .own("amount", FeatureUnit.MONEY, MINUS_ONE, Formula.OwnFact.AMOUNT)
            .own("items", FeatureUnit.COUNT, MINUS_ONE, Formula.OwnFact.ITEMS)
            .own("amount_per_item", FeatureUnit.MONEY, MINUS_ONE, Formula.OwnFact.AMOUNT_PER_ITEM)
            .own("hour_of_day", FeatureUnit.CLOCK_HOUR, NEVER, Formula.OwnFact.HOUR_OF_DAY)
            .own("night", FeatureUnit.FLAG, NEVER, Formula.OwnFact.NIGHT)
            .own("weekend", FeatureUnit.FLAG, NEVER, Formula.OwnFact.WEEKEND)
            .own("category", FeatureUnit.BUCKET, MINUS_ONE, Formula.OwnFact.CATEGORY)
            .own("ship_to_country", FeatureUnit.BUCKET, MINUS_ONE, Formula.OwnFact.SHIP_TO_COUNTRY)
            .own("currency", FeatureUnit.BUCKET, NEVER, Formula.OwnFact.CURRENCY)
            .own("device_given", FeatureUnit.FLAG, NEVER, Formula.OwnFact.DEVICE_GIVEN)
            .own("payment_given", FeatureUnit.FLAG, NEVER, Formula.OwnFact.PAYMENT_GIVEN)
            .own("ip_given", FeatureUnit.FLAG, NEVER, Formula.OwnFact.IP_GIVEN)
            .sellerAge()
            .counts(SELLER, HOUR, DAY, WEEK, MONTH)
            .sums(SELLER, DAY, WEEK)
            .means(SELLER, WEEK, MONTH)
            .distinct(SELLER, BUYER, DAY, WEEK, MONTH)
            .distinct(SELLER, DEVICE, MONTH)
            .seen(SELLER)
            .history(SELLER)
            .service()
            .matured(SELLER, true)
            .counts(BUYER, HOUR, DAY, WEEK, MONTH)
            .sums(BUYER, HOUR, DAY, WEEK)
            .means(BUYER, DAY, WEEK, MONTH)
            .distinct(BUYER, SELLER, DAY, WEEK, MONTH)
            .distinct(BUYER, DEVICE, MONTH)
            .distinct(BUYER, PAYMENT, MONTH)
            .distinct(BUYER, IP, WEEK)
            .distinct(BUYER, SHIP_TO, MONTH)
            .seen(BUYER)
            .history(BUYER)
            .matured(BUYER, true)
            .counts(DEVICE, HOUR, DAY, MONTH)
            .distinct(DEVICE, BUYER, DAY, MONTH)
            .distinct(DEVICE, SELLER, MONTH)
            .distinct(DEVICE, PAYMENT, MONTH)
            .seen(DEVICE)
            .matured(DEVICE, false)
            .counts(PAYMENT, HOUR, DAY, MONTH)
            .sums(PAYMENT, HOUR, DAY)
            .distinct(PAYMENT, BUYER, MONTH)
            .distinct(PAYMENT, SELLER, DAY, MONTH)
            .distinct(PAYMENT, DEVICE, MONTH)
            .seen(PAYMENT)
            .history(PAYMENT)
            .matured(PAYMENT, false)
            .counts(IP, HOUR, DAY)
            .distinct(IP, BUYER, DAY, MONTH)
            .distinct(IP, SELLER, DAY)
            .counts(SHIP_TO, DAY, MONTH)
            .distinct(SHIP_TO, BUYER, MONTH)
            .counts(SELLER_BUYER, DAY, MONTH)
            .sinceLast(SELLER_BUYER)
            .fresh(SELLER_BUYER, BUYER_DEVICE, BUYER_PAYMENT, BUYER_IP, BUYER_SHIP_TO, DEVICE_PAYMENT)
            .catalog();

    private static final FeatureCatalog SELLERS = new Listing(SubjectKind.SELLER)
            .sellerAge()
            .counts(SELLER, DAY, WEEK, MONTH)
            .sums(SELLER, DAY, WEEK, MONTH)
            .means(SELLER, WEEK, MONTH)
            .max(SELLER)
            .distinct(SELLER, BUYER, DAY, WEEK, MONTH)
            .distinct(SELLER, OrderKey.IP, MONTH)
            .perOrder(BUYER, DEVICE, PAYMENT, OrderKey.IP, SHIP_TO)
            .add("repeat_share_30d", SPREAD, SELLER, MONTH, FeatureUnit.SHARE, MINUS_ONE, new Formula.RepeatShare())
            .add(
                    "new_buyer_share_30d",
                    SPREAD,
                    SELLER,
                    MONTH,
                    FeatureUnit.SHARE,
                    MINUS_ONE,
                    new Formula.NewBuyerShare())
            .growth(DAY, WEEK)
            .seen(SELLER)
            .service()
            .matured(SELLER, true)
            .add(
                    "buyers_fraud_rate_30d",
                    FRAUD,
                    SELLER,
                    MONTH,
                    FeatureUnit.SHARE,
                    MINUS_ONE,
                    new Formula.BuyerFraudRate())
            .shared()
            .catalog();

    /** Writes the two lists above; a line there is a family of features. */
    private static final class Listing {

        private final SubjectKind subject;
        private final List<FeatureDefinition> features = new ArrayList<>();

        Listing(SubjectKind subject) {
            this.subject = subject;
        }

        FeatureCatalog catalog() {
            return new FeatureCatalog(subject, features);
        }

        Listing add(
                String name,
                FeatureFamily family,
                @Nullable OrderKey key,
                @Nullable Window window,
                FeatureUnit unit,
                MissingRule missing,
                Formula formula) {
            features.add(new FeatureDefinition(name, subject, family, key, window, unit, missing, formula));
            return this;
        }

        Listing own(String name, FeatureUnit unit, MissingRule missing, Formula.OwnFact fact) {
            return add(name, FeatureFamily.ORDER, null, null, unit, missing, new Formula.Own(fact));
        }

        Listing sellerAge() {
            return add("seller_age", ACCOUNT, null, null, FeatureUnit.DAYS, MINUS_ONE, new Formula.SellerAge());
        }

        Listing counts(OrderKey key, Window... windows) {
            for (Window w : windows) {
                String name = key.code() + "_orders_" + w.code();
                add(name, VELOCITY, key, w, FeatureUnit.COUNT, always(key), new Formula.Count(key, w));
            }
            return this;
        }

        Listing sums(OrderKey key, Window... windows) {
            for (Window w : windows) {
                String name = key.code() + "_amount_" + w.code();
                add(name, VALUE, key, w, FeatureUnit.MONEY, MINUS_ONE, new Formula.Sum(key, w));
            }
            return this;
        }

        Listing means(OrderKey key, Window... windows) {
            for (Window w : windows) {
                String name = key.code() + "_mean_amount_" + w.code();
                add(name, VALUE, key, w, FeatureUnit.MONEY, MINUS_ONE, new Formula.Mean(key, w));
            }
            return this;
        }

        Listing max(OrderKey key) {
            String name = key.code() + "_max_amount_30d";
            return add(name, VALUE, key, MONTH, FeatureUnit.MONEY, MINUS_ONE, new Formula.Max(key));
        }

        Listing distinct(OrderKey key, OrderKey counted, Window... windows) {
            for (Window w : windows) {
                String name = key.code() + "_" + plural(counted) + "_" + w.code();
                add(name, SPREAD, key, w, FeatureUnit.COUNT, MINUS_ONE, new Formula.Distinct(key, counted, w));
            }
            return this;
        }

        Listing seen(OrderKey key) {
            String name = key.code() + "_since_first";
            add(name, RECENCY, key, null, FeatureUnit.DAYS, MINUS_ONE, new Formula.SinceFirst(key));
            return sinceLast(key);
        }

        Listing sinceLast(OrderKey key) {
            String name = key.code() + "_since_last";
            return add(name, RECENCY, key, null, FeatureUnit.HOURS, MINUS_ONE, new Formula.SinceLast(key));
        }

        Listing fresh(OrderKey... keys) {
            for (OrderKey key : keys) {
                add(key.code() + "_new", RECENCY, key, null, FeatureUnit.FLAG, MINUS_ONE, new Formula.New(key));
            }
            return this;
        }

        Listing history(OrderKey key) {
            String code = key.code();
            return add(
                            code + "_amount_deviation",
                            DEVIATION,
                            key,
                            MONTH,
                            FeatureUnit.DEVIATIONS,
                            ZERO,
                            new Formula.Deviation(key))
                    .add(
                            code + "_amount_to_mean",
                            DEVIATION,
                            key,
                            MONTH,
                            FeatureUnit.TIMES,
                            MINUS_ONE,
                            new Formula.RatioToMean(key))
                    .add(
                            code + "_amount_to_max",
                            DEVIATION,
                            key,
                            MONTH,
                            FeatureUnit.TIMES,
                            MINUS_ONE,
                            new Formula.RatioToMax(key));
        }

        Listing matured(OrderKey key, boolean counted) {
            for (Window w : List.of(DAY, WEEK, MONTH)) {
                if (counted) {
                    String name = key.code() + "_matured_orders_" + w.code();
                    add(name, FRAUD, key, w, FeatureUnit.COUNT, MINUS_ONE, new Formula.MaturedCount(key, w));
                }
                String name = key.code() + "_fraud_rate_" + w.code();
                add(name, FRAUD, key, w, FeatureUnit.SHARE, MINUS_ONE, new Formula.MaturedFraudRate(key, w));
            }
            return this;
        }

        Listing service() {
            for (Formula.ServiceFact fact : Formula.ServiceFact.values()) {
                boolean mean = fact == Formula.ServiceFact.REVIEW_MEAN;
                String of = fact == Formula.ServiceFact.LATE ? "_30d" : "_settled_30d";
                String name = "seller_" + fact.name().toLowerCase(Locale.ROOT) + (mean ? "" : "_share") + of;
                FeatureUnit unit = mean ? FeatureUnit.STARS : FeatureUnit.SHARE;
                add(name, SERVICE, SELLER, MONTH, unit, MINUS_ONE, new Formula.Service(fact));
            }
            return add(
                    "seller_overdue_share_30d",
                    SERVICE,
                    SELLER,
                    MONTH,
                    FeatureUnit.SHARE,
                    MINUS_ONE,
                    new Formula.OverdueShare());
        }

        Listing perOrder(OrderKey... counted) {
            for (OrderKey key : counted) {
                String name = "seller_" + plural(key) + "_per_order_30d";
                add(name, SPREAD, SELLER, MONTH, FeatureUnit.SHARE, MINUS_ONE, new Formula.PerOrder(key));
            }
            return this;
        }

        Listing growth(Window... windows) {
            for (Window w : windows) {
                add(
                        "order_growth_" + w.code(),
                        VELOCITY,
                        SELLER,
                        w,
                        FeatureUnit.TIMES,
                        MINUS_ONE,
                        new Formula.OrderGrowth(w));
                add(
                        "value_growth_" + w.code(),
                        VALUE,
                        SELLER,
                        w,
                        FeatureUnit.TIMES,
                        MINUS_ONE,
                        new Formula.ValueGrowth(w));
            }
            return this;
        }

        Listing shared() {
            for (Formula.Identifier identifier : Formula.Identifier.values()) {
                String name = "same_" + identifier.name().toLowerCase(Locale.ROOT) + "_sellers";
                add(name, SHARING, null, null, FeatureUnit.COUNT, MINUS_ONE, new Formula.SharedWith(identifier));
            }
            return add(
                    "same_identifier_frauds",
                    SHARING,
                    null,
                    null,
                    FeatureUnit.COUNT,
                    NEVER,
                    new Formula.SharedWithFraud());
        }

        /** Every order has a seller and a buyer, so the number of their orders is never unknown: many are as many as are looked at. */
        private static MissingRule always(OrderKey key) {
            return switch (key) {
                case SELLER, BUYER -> NEVER;
                case DEVICE,
                        PAYMENT,
                        IP,
                        SHIP_TO,
                        SELLER_BUYER,
                        SELLER_DEVICE,
                        SELLER_PAYMENT,
                        SELLER_IP,
                        SELLER_SHIP_TO,
                        BUYER_DEVICE,
                        BUYER_PAYMENT,
                        BUYER_IP,
                        BUYER_SHIP_TO,
                        DEVICE_PAYMENT -> MINUS_ONE;
            };
        }

        private static String plural(OrderKey key) {
            return switch (key) {
                case SELLER -> "sellers";
                case BUYER -> "buyers";
                case DEVICE -> "devices";
                case PAYMENT -> "payments";
                case IP -> "ips";
                case SHIP_TO -> "ship_tos";
                case SELLER_BUYER,
                        SELLER_DEVICE,
                        SELLER_PAYMENT,
                        SELLER_IP,
                        SELLER_SHIP_TO,
                        BUYER_DEVICE,
                        BUYER_PAYMENT,
                        BUYER_IP,
                        BUYER_SHIP_TO,
                        DEVICE_PAYMENT -> throw new IllegalArgumentException(key + " is not counted");
            };
        }
    }
}
