package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.assize.platform.Streaming;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads from the database what vectors are made of: all of a stretch of time, or just what a few subjects need. */
@ApplicationScoped
public class OrderHistory {

    private static final int FETCH = 5_000;

    private final Jdbi jdbi;
    private final Features features;

    OrderHistory(Jdbi jdbi, Features features) {
        this.jdbi = jdbi;
        this.features = features;
    }

    /** The events that the vectors of these orders need, as {@link HistoryNeeds} says. */
    public LoadedEvents forOrders(HistoryNeeds needs, Collection<Order> targets) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new HashMap<>();
            read(handle, needs.selections(targets), orders);
            Set<String> sellers = new HashSet<>();
            targets.forEach(target -> sellers.add(target.sellerId()));
            return new LoadedEvents(
                    List.copyOf(orders.values()),
                    needs.fraud() ? fraudOn(handle, orders.keySet()) : List.of(),
                    needs.seller() ? sellers(handle, sellers) : List.of(),
                    List.of());
        });
    }

    /** The events that the vectors of these sellers at {@code at} need. */
    public LoadedEvents forSellers(HistoryNeeds needs, Collection<String> sellerIds, Instant at) {
        return jdbi.withHandle(handle -> {
            Map<String, Order> orders = new HashMap<>();
            read(
                    handle,
                    sellerIds.stream()
                            .flatMap(id -> needs.selections(id, at).stream())
                            .toList(),
                    orders);
            read(handle, needs.buyerSelections(List.copyOf(orders.values())), orders);
            List<Seller> own = sellers(handle, sellerIds);
            List<Seller> all = new ArrayList<>(own);
            for (Formula.Identifier identifier : needs.shared()) {
                all.addAll(sharing(handle, identifier, own));
            }
            Map<String, Seller> distinct = new HashMap<>();
            all.forEach(seller -> distinct.put(seller.sellerId(), seller));
            return new LoadedEvents(
                    List.copyOf(orders.values()),
                    needs.fraud() ? fraudOn(handle, orders.keySet()) : List.of(),
                    List.copyOf(distinct.values()),
                    needs.sharedFraud() ? fraudBySellers(handle, distinct.keySet()) : List.of());
        });
    }

    /** Every order placed in [from, until), by instant and id. Streams: no more than one fetch is held. */
    public void forEachOrder(Instant from, Instant until, Consumer<Order> each) {
        Streaming.read(
                jdbi,
                handle -> handle.createQuery("select " + SubjectRows.ORDER_COLUMNS + """

                        from orders o
                        where o.placed_at >= :from and o.placed_at < :until
                        order by o.placed_at, o.order_id
                        """)
                        .setFetchSize(FETCH)
                        .bind("from", from)
                        .bind("until", until)
                        .map((row, context) -> SubjectRows.order(row))
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

    private static void read(Handle handle, List<KeySelection> selections, Map<String, Order> into) {
        Map<OrderKey, List<KeySelection>> byKey = new EnumMap<>(OrderKey.class);
        selections.forEach(
                s -> byKey.computeIfAbsent(s.key(), k -> new ArrayList<>()).add(s));
        byKey.forEach((key, reads) -> handle.createQuery("select " + SubjectRows.ORDER_COLUMNS + """

                        from unnest(:values, :countries, :froms, :untils) as k (value, country, placed_from, placed_until)
                        -- one index range for each key value; a plain join would tempt the planner into reading the table
                        cross join lateral (
                          select * from orders
                          where <matches> and placed_at >= k.placed_from and placed_at < k.placed_until
                        ) o
                        """)
                .define("matches", matches(key))
                .bindArray(
                        "values",
                        String.class,
                        reads.stream().map(KeySelection::value).toList())
                .bindArray(
                        "countries",
                        String.class,
                        reads.stream().map(KeySelection::country).toArray())
                .bindArray(
                        "froms",
                        Instant.class,
                        reads.stream().map(KeySelection::from).toList())
                .bindArray(
                        "untils",
                        Instant.class,
                        reads.stream().map(KeySelection::until).toList())
                .map((row, context) -> SubjectRows.order(row))
                .forEach(order -> into.put(order.orderId(), order)));
    }

    private static String matches(OrderKey key) {
        return switch (key) {
            case SELLER -> "seller_id = k.value";
            case BUYER -> "buyer_id = k.value";
            case DEVICE -> "device_id = k.value";
            case PAYMENT -> "payment_id = k.value";
            case IP -> "ip = k.value";
            // the planner can use an index for each side of the OR, not for "is not distinct from"
            case SHIP_TO ->
                "ship_to_postcode = k.value and (ship_to_country = k.country or (ship_to_country is null and k.country is null))";
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
                        .bindArray("ids", String.class, orderIds)
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

    private static List<Seller> sellers(Handle handle, Collection<String> ids) {
        return handle.createQuery(
                        "select " + SubjectRows.SELLER_COLUMNS + " from seller s where s.seller_id = any (:ids)")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> SubjectRows.seller(row))
                .list();
    }

    private List<Seller> sharing(Handle handle, Formula.Identifier identifier, List<Seller> own) {
        String column = switch (identifier) {
            case BANK_ACCOUNT -> "bank_account";
            case DEVICE -> "device_id";
            case EMAIL_DOMAIN -> "lower(split_part(email, '@', 2))";
            case PHONE -> "phone";
            case IP -> "ip";
        };
        List<String> values = own.stream()
                .map(seller -> identifierOf(identifier, seller))
                .filter(Objects::nonNull)
                // a mail provider open to anybody joins nobody, and would read half of all sellers
                .filter(value -> identifier != Formula.Identifier.EMAIL_DOMAIN
                        || !features.options().publicMailDomains().contains(value))
                .distinct()
                .toList();
        return values.isEmpty()
                ? List.of()
                : handle.createQuery("select " + SubjectRows.SELLER_COLUMNS
                                + " from seller s where <column> = any (:values)")
                        .define("column", column)
                        .bindArray("values", String.class, values)
                        .map((row, context) -> SubjectRows.seller(row))
                        .list();
    }

    private static @Nullable String identifierOf(Formula.Identifier identifier, Seller seller) {
        return switch (identifier) {
            case BANK_ACCOUNT -> seller.bankAccount();
            case DEVICE -> seller.deviceId();
            case EMAIL_DOMAIN -> seller.email() == null ? null : mailDomain(seller.email());
            case PHONE -> seller.phone();
            case IP -> seller.ip();
        };
    }

    private static @Nullable String mailDomain(String email) {
        int at = email.indexOf('@');
        return at < 0 ? null : email.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
