package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assize.platform.Money;
import org.assize.platform.Streaming;
import org.assize.subject.Attributes;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.MailDomain;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads from the database what vectors are made of: all of a stretch of time, or just what a few subjects need.
 *
 * <p>An order is read as it was settled: once 30 days have passed since its placing, a change of its status, delivery or review
 * alters no vector any more, neither one to come nor one computed again. Of an order that was not here by then, such as one of
 * an imported history, the last word counts. Likewise a seller is read in all its versions, each from the instant it was told.
 */
@ApplicationScoped
public class OrderHistory {

    private static final int FETCH = 5_000;

    private static final String ORDER_COLUMNS = SubjectRows.ORDER_COLUMNS + """
            , settled.content is not null, settled.content ->> 'status', (settled.content ->> 'delivered_at')::timestamptz,
            (settled.content ->> 'review_score')::integer
            """;
    /** What an order of the past is to the vectors of others: no more than this, or a live order would be mostly reading. */
    private static final String PAST_COLUMNS = """
            o.order_id, o.placed_at, o.seller_id, o.buyer_id, o.amount_minor, o.currency, o.device_id, o.payment_id, o.ip,
            o.ship_to_country, o.ship_to_postcode,
            case when settled.content is null then o.status else settled.content ->> 'status' end,
            case when settled.content is null then o.delivered_at else (settled.content ->> 'delivered_at')::timestamptz end,
            case when settled.content is null then o.review_score else (settled.content ->> 'review_score')::integer end
            """;

    private static final String AS_SETTLED =
            """
            left join lateral (
              select h.content from orders_history h
              -- next to no order changes so late, and only of these the former versions are looked up
              where o.version > 1 and o.recorded_at > o.placed_at + interval '<hours> hours'
                and h.order_id = o.order_id and h.recorded_at <= o.placed_at + interval '<hours> hours'
              order by h.version desc
              limit 1
            ) settled on true
            """.replace("<hours>", Long.toString(FeatureOptions.SETTLED_AFTER.toHours()));

    private static final String SELLER_VERSIONS = "select " + SubjectRows.SELLER_COLUMNS + """
            , s.recorded_at from (
              select * from seller where version > 1 and <which>
              union all
              select former.* from (select content from seller_history where <which>) h
              cross join lateral jsonb_populate_record(null::seller, h.content) former
            ) s
            """;

    private final Jdbi jdbi;
    private final Features features;

    OrderHistory(Jdbi jdbi, Features features) {
        this.jdbi = jdbi;
        this.features = features;
    }

    /** The events that the vectors of these orders need, as {@link HistoryNeeds} says. */
    public LoadedEvents forOrders(HistoryNeeds needs, Collection<Order> targets) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new LinkedHashMap<>();
            read(handle, needs.selections(targets), orders);
            Set<String> sellers = new HashSet<>();
            if (needs.seller()) {
                targets.forEach(target -> sellers.add(target.sellerId()));
            }
            Told told = told(handle, sellers);
            return new LoadedEvents(
                    List.copyOf(orders.values()),
                    needs.fraud() ? fraudOn(handle, orders.keySet()) : List.of(),
                    told.sellers(),
                    told.versions(),
                    List.of());
        });
    }

    /** The events that the vectors of these sellers at {@code at} need. */
    public LoadedEvents forSellers(HistoryNeeds needs, Collection<String> sellerIds, Instant at) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new LinkedHashMap<>();
            read(
                    handle,
                    sellerIds.stream()
                            .flatMap(id -> needs.selections(id, at).stream())
                            .toList(),
                    orders);
            read(handle, buyersBehind(needs, orders.values(), at), orders);
            Told told = told(handle, sellerIds);
            List<Seller> own = new ArrayList<>(told.sellers());
            told.versions().forEach(version -> own.add(version.seller()));
            Set<String> all = new HashSet<>(sellerIds);
            for (Formula.Identifier identifier : needs.shared()) {
                all.addAll(sharing(handle, identifier, own));
            }
            if (all.size() > sellerIds.size()) {
                told = told(handle, all);
            }
            return new LoadedEvents(
                    List.copyOf(orders.values()),
                    needs.fraud() ? fraudOn(handle, orders.keySet()) : List.of(),
                    told.sellers(),
                    told.versions(),
                    needs.sharedFraud() ? fraudBySellers(handle, all) : List.of());
        });
    }

    /** A seller of whose buyers nothing will be said, because it has too many orders, needs none of them. */
    private static List<KeySelection> buyersBehind(HistoryNeeds needs, Collection<Order> ordersOfSellers, Instant at) {
        Instant recent = at.minus(Window.MONTH.length());
        return ordersOfSellers.stream()
                .filter(order -> !order.placedAt().isBefore(recent))
                .collect(Collectors.groupingBy(Order::sellerId))
                .values()
                .stream()
                .filter(ofOne -> ofOne.size() < needs.most())
                .flatMap(ofOne -> needs.buyerSelections(ofOne).stream())
                .toList();
    }

    /** Every order placed in [from, until), by instant and id. Streams: no more than one fetch is held. */
    public void forEachOrder(Instant from, Instant until, Consumer<Order> each) {
        Streaming.read(
                jdbi,
                handle -> handle.createQuery("select " + ORDER_COLUMNS + " from orders o " + AS_SETTLED + """
                        where o.placed_at >= :from and o.placed_at < :until
                        order by o.placed_at, o.order_id
                        """)
                        .setFetchSize(FETCH)
                        .bind("from", from)
                        .bind("until", until)
                        .map((row, context) -> order(row))
                        .forEach(each));
    }

    /** What became known, before {@code until}, of the orders placed in [from, until): in the order it became known. */
    public void forEachFraudKnowledge(Instant from, Instant until, Consumer<FraudKnowledge> each) {
        Streaming.read(
                jdbi,
                handle -> handle.createQuery("""
                        select k.subject_id, k.fraud, k.known_at
                        from fraud_knowledge k
                        join orders o on o.order_id = k.subject_id
                        where k.subject_kind = 'order' and o.placed_at >= :from and o.placed_at < :until and k.known_at < :until
                        order by k.known_at, k.subject_id, k.fraud
                        """)
                        .setFetchSize(FETCH)
                        .bind("from", from)
                        .bind("until", until)
                        .map((row, context) -> new FraudKnowledge(row.getString(1), row.getBoolean(2), instant(row, 3)))
                        .forEach(each));
    }

    /** Every seller there is. */
    public List<Seller> sellers() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select " + SubjectRows.SELLER_COLUMNS + " from seller s order by s.seller_id")
                .map((row, context) -> SubjectRows.seller(row))
                .list());
    }

    /** Every version, told before {@code until}, of the sellers that were told more than once. */
    public List<SellerVersion> sellerVersions(Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery(SELLER_VERSIONS + " where s.recorded_at < :until")
                .define("which", "true")
                .bind("until", until)
                .map((row, context) -> sellerVersion(row))
                .list());
    }

    /** What became known of sellers before {@code until}, in the order it became known. */
    public List<SellerFraud> sellerFraud(Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id, fraud, known_at from fraud_knowledge
                        where subject_kind = 'seller' and known_at < :until
                        order by known_at, subject_id, fraud
                        """)
                .bind("until", until)
                .map((row, context) -> new SellerFraud(row.getString(1), row.getBoolean(2), instant(row, 3)))
                .list());
    }

    /** Orders that have a value of a key in common, by the index made for it. */
    private record Way(OrderKey key, boolean withoutCountry) implements Comparable<Way> {

        private static final String ONE = """
                 from (select cast(:<key>Values as text), cast(:<key>Countries as text), cast(:<key>Froms as timestamptz),
                         cast(:<key>Untils as timestamptz), cast(:<key>Most as integer))
                   as k (value, country, placed_from, placed_until, most)
                """;
        private static final String MANY = """
                 from unnest(:<key>Values, :<key>Countries, :<key>Froms, :<key>Untils, :<key>Most)
                   as k (value, country, placed_from, placed_until, most)
                """;

        static Way of(KeySelection selection) {
            return new Way(selection.key(), selection.key() == OrderKey.SHIP_TO && selection.country() == null);
        }

        /**
         * Of one value, as every live order asks, the values stand there by themselves: of arrays the planner believes each time
         * that it knows better than the time before, and its thinking costs fifty times what the reading does.
         */
        String sql(boolean one) {
            return "select " + PAST_COLUMNS
                    + (one ? ONE : MANY).replace("<key>", name())
                    + """
                    -- from the newer end of one index range for each key value, and no further than is asked for: a value may
                    -- have millions of orders; and a plain join would tempt the planner into reading the table
                    cross join lateral (
                      select * from orders
                      where <matches> and placed_at >= k.placed_from and placed_at < k.placed_until
                      order by <newest> limit k.most
                    ) o
                    """.replace("<matches>", matches(key, withoutCountry))
                            // as the index has it: that a country is null does not tell the planner that all are alike
                            .replace(
                                    "<newest>",
                                    withoutCountry ? "ship_to_country desc, placed_at desc" : "placed_at desc")
                    + AS_SETTLED;
        }

        void bind(Query query, List<KeySelection> reads) {
            if (reads.size() == 1) {
                KeySelection read = reads.getFirst();
                query.bind(name() + "Values", read.value())
                        .bind(name() + "Countries", read.country())
                        .bind(name() + "Froms", read.from())
                        .bind(name() + "Untils", read.until())
                        .bind(name() + "Most", read.most());
                return;
            }
            query.bindArray(
                            name() + "Values",
                            String.class,
                            reads.stream().map(KeySelection::value).toList())
                    .bindArray(
                            name() + "Countries",
                            String.class,
                            reads.stream().map(KeySelection::country).toArray())
                    .bindArray(
                            name() + "Froms",
                            Instant.class,
                            reads.stream().map(KeySelection::from).toList())
                    .bindArray(
                            name() + "Untils",
                            Instant.class,
                            reads.stream().map(KeySelection::until).toList())
                    .bindArray(
                            name() + "Most",
                            Integer.class,
                            reads.stream().map(KeySelection::most).toList());
        }

        private String name() {
            return key.name().toLowerCase(Locale.ROOT) + (withoutCountry ? "Alone" : "");
        }

        @Override
        public int compareTo(Way other) {
            return Comparator.comparing(Way::key)
                    .thenComparing(Way::withoutCountry)
                    .compare(this, other);
        }
    }

    /** All that is asked for by one statement: of what a live order costs, asking and being answered is a large part. */
    private static void read(Handle handle, List<KeySelection> selections, Map<String, Order> into) {
        SortedMap<Way, List<KeySelection>> ways = new TreeMap<>();
        selections.forEach(
                s -> ways.computeIfAbsent(Way.of(s), _ -> new ArrayList<>()).add(s));
        if (ways.isEmpty()) {
            return;
        }
        Query query = handle.createQuery(ways.entrySet().stream()
                .map(way -> way.getKey().sql(way.getValue().size() == 1))
                .collect(Collectors.joining(" union all ")));
        ways.forEach((way, reads) -> way.bind(query, reads));
        query.map((row, context) -> past(row)).forEach(order -> into.put(order.orderId(), order));
    }

    private static Order past(ResultSet row) throws SQLException {
        OffsetDateTime deliveredAt = row.getObject(13, OffsetDateTime.class);
        return new Order(
                row.getString(1),
                instant(row, 2),
                row.getString(3),
                row.getString(4),
                new Money(row.getLong(5), row.getString(6)),
                null,
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                null,
                null,
                row.getString(12),
                deliveredAt == null ? null : deliveredAt.toInstant(),
                row.getObject(14, Integer.class),
                Attributes.NONE);
    }

    private static Order order(ResultSet row) throws SQLException {
        Order order = SubjectRows.order(row);
        if (!row.getBoolean(19)) {
            return order;
        }
        OffsetDateTime deliveredAt = row.getObject(21, OffsetDateTime.class);
        return new Order(
                order.orderId(),
                order.placedAt(),
                order.sellerId(),
                order.buyerId(),
                order.amount(),
                order.creatorId(),
                order.deviceId(),
                order.paymentId(),
                order.ip(),
                order.shipToCountry(),
                order.shipToPostcode(),
                order.category(),
                order.itemCount(),
                row.getString(20),
                deliveredAt == null ? null : deliveredAt.toInstant(),
                row.getObject(22, Integer.class),
                order.attributes());
    }

    private static String matches(OrderKey key, boolean withoutCountry) {
        return switch (key) {
            case SELLER -> "seller_id = k.value";
            case BUYER -> "buyer_id = k.value";
            case DEVICE -> "device_id = k.value";
            case PAYMENT -> "payment_id = k.value";
            case IP -> "ip = k.value";
            case SHIP_TO ->
                "ship_to_postcode = k.value and ship_to_country " + (withoutCountry ? "is null" : "= k.country");
            case SELLER_BUYER,
                    SELLER_DEVICE,
                    SELLER_PAYMENT,
                    SELLER_IP,
                    SELLER_SHIP_TO,
                    BUYER_DEVICE,
                    BUYER_PAYMENT,
                    BUYER_IP,
                    BUYER_SHIP_TO,
                    DEVICE_PAYMENT -> throw new IllegalArgumentException("a pair is read by one of its halves: " + key);
        };
    }

    private static List<FraudKnowledge> fraudOn(Handle handle, Collection<String> orderIds) {
        return orderIds.isEmpty()
                ? List.of()
                : handle.createQuery("""
                                select subject_id, fraud, known_at from fraud_knowledge
                                where subject_kind = 'order' and subject_id = any (:ids)
                                """)
                        // thousands at times: as they are, and not each written into a text
                        .bind("ids", (Argument) (position, statement, _) -> statement.setArray(
                                position,
                                statement.getConnection().createArrayOf("text", orderIds.toArray(String[]::new))))
                        .map((row, context) -> new FraudKnowledge(row.getString(1), row.getBoolean(2), instant(row, 3)))
                        .list();
    }

    private static List<SellerFraud> fraudBySellers(Handle handle, Collection<String> sellerIds) {
        return sellerIds.isEmpty()
                ? List.of()
                : handle.createQuery("""
                                select subject_id, fraud, known_at from fraud_knowledge
                                where subject_kind = 'seller' and subject_id = any (:ids)
                                """)
                        .bindArray("ids", String.class, sellerIds)
                        .map((row, context) -> new SellerFraud(row.getString(1), row.getBoolean(2), instant(row, 3)))
                        .list();
    }

    /** Some sellers, and every version of those that were told of more than once: few are. */
    private record Told(List<Seller> sellers, List<SellerVersion> versions) {}

    private static Told told(Handle handle, Collection<String> ids) {
        if (ids.isEmpty()) {
            return new Told(List.of(), List.of());
        }
        Set<String> retold = new HashSet<>();
        // of one seller, as every live order asks, the plan is kept; with an array it is made anew each time
        Query query = handle.createQuery("select " + SubjectRows.SELLER_COLUMNS
                + ", s.version > 1 from seller s where s.seller_id "
                + (ids.size() == 1 ? "= :id" : "= any (:ids)"));
        if (ids.size() == 1) {
            query.bind("id", ids.iterator().next());
        } else {
            query.bindArray("ids", String.class, ids);
        }
        List<Seller> sellers = query.map((row, context) -> {
                    Seller seller = SubjectRows.seller(row);
                    if (row.getBoolean(14)) {
                        retold.add(seller.sellerId());
                    }
                    return seller;
                })
                .list();
        return new Told(sellers, sellerVersions(handle, retold));
    }

    private static List<SellerVersion> sellerVersions(Handle handle, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery(SELLER_VERSIONS)
                        .define("which", "seller_id = any (:ids)")
                        .bindArray("ids", String.class, ids)
                        .map((row, context) -> sellerVersion(row))
                        .list();
    }

    private static SellerVersion sellerVersion(ResultSet row) throws SQLException {
        return new SellerVersion(SubjectRows.seller(row), instant(row, 14));
    }

    /** The sellers that have, or once had, this identifier in common with one of these records. */
    private List<String> sharing(Handle handle, Formula.Identifier identifier, List<Seller> own) {
        List<String> values = own.stream()
                // a mail provider open to anybody joins nobody, and would read half of all sellers
                .map(seller -> KnownSellers.identifier(
                        seller, identifier, features.options().publicMailDomains()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return values.isEmpty()
                ? List.of()
                : handle.createQuery("""
                                select seller_id from seller where <now> = any (:values)
                                union
                                select seller_id from seller_history where <then> = any (:values)
                                """)
                        .define("now", value(identifier, "%s"))
                        .define("then", value(identifier, "content ->> '%s'"))
                        .bindArray("values", String.class, values)
                        .mapTo(String.class)
                        .list();
    }
    /** The identifier as an expression that has an index; {@code column} says how a column is read. */
    private static String value(Formula.Identifier identifier, String column) {
        return switch (identifier) {
            case BANK_ACCOUNT -> "(" + column.formatted("bank_account") + ")";
            case DEVICE -> "(" + column.formatted("device_id") + ")";
            case EMAIL_DOMAIN -> MailDomain.sql(column.formatted("email"));
            case PHONE -> "(" + column.formatted("phone") + ")";
            case IP -> "(" + column.formatted("ip") + ")";
        };
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
