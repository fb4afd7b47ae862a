package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assize.platform.Streaming;
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
    private final KeptPasts kept;

    OrderHistory(Jdbi jdbi, Features features, KeptPasts kept) {
        this.jdbi = jdbi;
        this.features = features;
        this.kept = kept;
    }

    /** The events that the vectors of these orders need, as {@link HistoryNeeds} says. */
    public LoadedEvents forOrders(HistoryNeeds needs, Collection<Order> targets) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new LinkedHashMap<>();
            Map<KeyValue, SortedSet<Instant>> values = needs.values(targets);
            Map<KeyValue, Past> pasts = kept.of(handle, values, needs);
            values.keySet().removeAll(pasts.keySet());
            read(handle, needs.selections(values), orders);
            kept.wereRead(values.keySet(), orders.values());
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
                    List.of(),
                    pasts);
        });
    }

    /** The events that the vectors of these sellers at {@code at} need. */
    public LoadedEvents forSellers(HistoryNeeds needs, Collection<String> sellerIds, Instant at) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new LinkedHashMap<>();
            Map<KeyValue, SortedSet<Instant>> values = needs.values(sellerIds, at);
            Map<KeyValue, Past> pasts = kept.of(handle, values, needs);
            values.keySet().removeAll(pasts.keySet());
            read(handle, needs.selections(values), orders);
            kept.wereRead(values.keySet(), orders.values());
            Set<String> heardOf = new HashSet<>();
            List<FraudKnowledge> fraud = new ArrayList<>();
            if (!needs.buyersBehind().isZero()) {
                for (Past past : pasts.values()) {
                    for (Order order : past.between(at.minus(needs.back(OrderKey.SELLER)), at, needs.most())) {
                        orders.put(order.orderId(), order);
                        heardOf.add(order.orderId());
                    }
                    fraud.addAll(List.of(past.words()));
                }
            }
            read(handle, buyersBehind(needs, orders.values(), at), orders);
            if (needs.fraud()) {
                fraud.addAll(fraudOn(
                        handle,
                        orders.keySet().stream()
                                .filter(id -> !heardOf.contains(id))
                                .toList()));
            }
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
                    fraud,
                    told.sellers(),
                    told.versions(),
                    needs.sharedFraud() ? fraudBySellers(handle, all) : List.of(),
                    pasts);
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
                handle -> handle.createQuery("select " + ORDER_COLUMNS + " from orders o " + PastRows.AS_SETTLED + """
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
                        .map((row, context) ->
                                new FraudKnowledge(row.getString(1), row.getBoolean(2), PastRows.instant(row, 3)))
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
                .map((row, context) -> new SellerFraud(row.getString(1), row.getBoolean(2), PastRows.instant(row, 3)))
                .list());
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
                .map(way -> way.getKey().sql(way.getValue().size() == 1, ""))
                .collect(Collectors.joining(" union all ")));
        ways.forEach((way, reads) -> way.bind(query, reads));
        query.map((row, context) -> PastRows.order(row)).forEach(order -> into.put(order.orderId(), order));
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

    private static List<FraudKnowledge> fraudOn(Handle handle, Collection<String> orderIds) {
        return orderIds.isEmpty()
                ? List.of()
                : handle.createQuery("""
                                select subject_id, fraud, known_at from fraud_knowledge
                                where subject_kind = 'order' and subject_id = any (:ids)
                                """)
                        .bind("ids", texts(orderIds))
                        .map((row, context) ->
                                new FraudKnowledge(row.getString(1), row.getBoolean(2), PastRows.instant(row, 3)))
                        .list();
    }

    /** Thousands at times: as they are, and not each written into a text. */
    static Argument texts(Collection<String> all) {
        return (position, statement, _) -> statement.setArray(
                position, statement.getConnection().createArrayOf("text", all.toArray(String[]::new)));
    }

    private static List<SellerFraud> fraudBySellers(Handle handle, Collection<String> sellerIds) {
        return sellerIds.isEmpty()
                ? List.of()
                : handle.createQuery("""
                                select subject_id, fraud, known_at from fraud_knowledge
                                where subject_kind = 'seller' and subject_id = any (:ids)
                                """)
                        .bindArray("ids", String.class, sellerIds)
                        .map((row, context) ->
                                new SellerFraud(row.getString(1), row.getBoolean(2), PastRows.instant(row, 3)))
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
        return new SellerVersion(SubjectRows.seller(row), PastRows.instant(row, 14));
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
}
