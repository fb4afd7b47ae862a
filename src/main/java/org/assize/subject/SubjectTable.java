package org.assize.subject;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the tables that keep what feeds bring: its columns, its key, and how a record fills them. Two records with the
 * same columns have the same content.
 */
public final class SubjectTable<T> {

    private static final String NO_MOMENT = "null::timestamptz";

    public static final SubjectTable<Seller> SELLERS = new SubjectTable<>(
            "seller",
            "seller_id",
            ", from_order = false",
            NO_MOMENT,
            Seller::sellerId,
            List.of(
                    key("seller_id", Seller::sellerId),
                    new Column<>("registered_at", Type.INSTANT, Seller::registeredAt),
                    text("name", Seller::name),
                    text("country", Seller::country),
                    text("market", Seller::market),
                    text("category", Seller::category),
                    text("email", Seller::email),
                    text("phone", Seller::phone),
                    text("bank_account", Seller::bankAccount),
                    text("device_id", Seller::deviceId),
                    text("ip", Seller::ip),
                    text("status", Seller::status),
                    new Column<>("attributes", Type.JSON, seller -> AttributesJson.write(seller.attributes()))));

    public static final SubjectTable<Order> ORDERS = new SubjectTable<>(
            "orders",
            "order_id",
            "",
            "case when old.order_id is null or (old.placed_at, old.seller_id) <> (new.placed_at, new.seller_id)"
                    + " then new.placed_at end",
            Order::orderId,
            List.of(
                    key("order_id", Order::orderId),
                    new Column<>("placed_at", Type.INSTANT, Order::placedAt),
                    text("seller_id", Order::sellerId),
                    text("buyer_id", Order::buyerId),
                    new Column<>(
                            "amount_minor", Type.LONG, order -> order.amount().minor()),
                    text("currency", order -> order.amount().currency()),
                    text("creator_id", Order::creatorId),
                    text("device_id", Order::deviceId),
                    text("payment_id", Order::paymentId),
                    text("ip", Order::ip),
                    text("ship_to_country", Order::shipToCountry),
                    text("ship_to_postcode", Order::shipToPostcode),
                    text("category", Order::category),
                    new Column<>("item_count", Type.INTEGER, Order::itemCount),
                    text("status", Order::status),
                    new Column<>("delivered_at", Type.INSTANT, Order::deliveredAt),
                    new Column<>("review_score", Type.INTEGER, Order::reviewScore),
                    new Column<>("attributes", Type.JSON, order -> AttributesJson.write(order.attributes()))));

    public static final SubjectTable<Outcome> OUTCOMES = new SubjectTable<>(
            "outcome",
            "id",
            "",
            NO_MOMENT,
            // a source may speak of a subject more than once, each time of something else: a terminal has many
            // chargebacks
            outcome -> outcome.subject().kind().code()
                    + '\1'
                    + outcome.subject().id()
                    + '\1'
                    + outcome.source()
                    + '\1'
                    + ChronoUnit.MICROS.between(Instant.EPOCH, outcome.knownAt()),
            List.of(
                    key("subject_kind", outcome -> outcome.subject().kind().code()),
                    key("subject_id", outcome -> outcome.subject().id()),
                    key("source", Outcome::source),
                    new Column<>("known_at", Type.INSTANT, true, Outcome::knownAt),
                    new Column<>("fraud", Type.BOOLEAN, Outcome::fraud),
                    text("typology", Outcome::typology),
                    new Column<>("occurred_at", Type.INSTANT, Outcome::occurredAt)));

    enum Type {
        TEXT("text"),
        LONG("bigint"),
        INTEGER("integer"),
        BOOLEAN("boolean"),
        INSTANT("timestamptz"),
        JSON("jsonb");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    record Column<T>(String name, Type type, boolean key, Function<T, @Nullable Object> value) {
        Column(String name, Type type, Function<T, @Nullable Object> value) {
            this(name, type, false, value);
        }
    }

    private final String name;
    private final String rowId;
    private final String alsoSet;
    /** When something is to be scored that was not there before, of a row new or changed. */
    private final String moment;

    private final Function<T, String> identity;
    private final List<Column<T>> columns;
    private final String mergeOne;
    private final String mergeFew;

    private SubjectTable(
            String name,
            String rowId,
            String alsoSet,
            String moment,
            Function<T, String> identity,
            List<Column<T>> columns) {
        this.name = name;
        this.rowId = rowId;
        this.alsoSet = alsoSet;
        this.moment = moment;
        this.identity = identity;
        this.columns = columns;
        this.mergeOne = first(single());
        this.mergeFew = first(unnested());
    }

    private static <T> Column<T> key(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Type.TEXT, true, value);
    }

    private static <T> Column<T> text(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, Type.TEXT, false, value);
    }

    String name() {
        return name;
    }

    List<Column<T>> columns() {
        return columns;
    }

    /** What two versions of one record have in common. */
    public String identity(T value) {
        return identity.apply(value);
    }

    /** The staging table's columns: those of the table, the hash of their content and the round. */
    String stagingColumns() {
        return Stream.concat(
                        columns.stream()
                                .map(column ->
                                        column.name() + " " + column.type().sql()),
                        Stream.of("content_hash bytea", "round integer"))
                .collect(Collectors.joining(", "));
    }

    /** The same columns as arrays of a statement's parameters, for batches too small to stage. */
    String unnested() {
        return "select * from unnest("
                + Stream.concat(columns.stream().map(column -> column.type().sql()), Stream.of("bytea", "integer"))
                        .map(type -> type.equals("jsonb") ? "?::text[]::jsonb[]" : "?::" + type + "[]")
                        .collect(Collectors.joining(", "))
                + ") as u (" + names("") + ", content_hash, round)";
    }

    /** The same columns as single parameters: of arrays the planner believes each time that it must think anew. */
    private String single() {
        return Stream.concat(
                        columns.stream()
                                .map(column ->
                                        (column.type() == Type.JSON ? "?::text::jsonb" : "?::" + column.type().sql)
                                                + " as " + column.name()),
                        Stream.of("?::bytea as content_hash", "?::integer as round"))
                .collect(Collectors.joining(", ", "select ", ""));
    }

    /** The seller whom a record names, who must be there first. */
    @Nullable
    String namedSeller(T value) {
        return value instanceof Order order ? order.sellerId() : null;
    }

    /** Whether its records name sellers. */
    boolean namesSellers() {
        return name.equals("orders");
    }

    /**
     * Merges one round of new rows. Parameters: those of the source, then round, now, now. Rows of the answer: the key
     * columns, the row's id, whether it was not there before, from when on something new is to be scored.
     */
    String merge(String source) {
        return merge(source, "", "true");
    }

    /** Merges one record. Where records name sellers, these are made first, and one more parameter stands before the round: now. */
    String mergeOne() {
        return mergeOne;
    }

    /** The same of a first round of records in arrays. */
    String mergeFew() {
        return mergeFew;
    }

    /** By one statement: what is asked and answered is most of what a live order costs. */
    private String first(String source) {
        return !namesSellers()
                ? merge(source)
                : merge(source, """
                , made as (
                """ + MAKE_SELLERS + """
                  returning seller_id
                )""", "(select count(*) from made) >= 0");
    }

    /**
     * Makes the sellers of {@code source} that are not there, in the order of their ids, so that two who bring the same sellers wait for
     * each other and do not lock up. No content equals the empty hash: the seller's own record, when it comes, is an update
     * that completes it.
     */
    static final String MAKE_SELLERS = """
              insert into seller (seller_id, from_order, content_hash, recorded_at)
              select distinct s.seller_id, true, '\\x'::bytea, ?::timestamptz
              from source s
              where not exists (select from seller t where t.seller_id = s.seller_id)
              order by s.seller_id
              on conflict do nothing
            """;

    private String merge(String source, String made, String whenMade) {
        return """
                with source as (
                  <source>
                )<made>, fresh as (
                  select s.* from source s
                  -- what is there already, word for word, is not even locked: the same file again is a common case
                  where s.round = ? and <when made> and not exists (
                    select from <table> t where <same> and t.content_hash = s.content_hash)
                ), kept as (
                  insert into <table> as t (<names>, content_hash, version, recorded_at)
                  select <names>, content_hash, 1, ? from fresh
                  on conflict (<keys>) do update
                    set (<rest>, content_hash, version, recorded_at)
                      = (<excluded>, excluded.content_hash, t.version + 1, excluded.recorded_at)<also>
                    where t.content_hash <> excluded.content_hash
                  -- old is what this very statement replaced, also when another import got here first
                  returning <new>, new.<id>::text as row_id, old.<id> as former_id, old.version as former_version,
                    old.recorded_at as former_recorded_at, to_jsonb(old) - 'content_hash' as former,
                    <moment> as moment
                ), past as (
                  insert into <table>_history (<history id>, version, content, recorded_at, replaced_at)
                  select former_id, former_version, former, former_recorded_at, ? from kept where former_id is not null
                )
                select <identity>, row_id, former_id is null as accepted, moment from kept
                """.replace("<source>", source)
                .replace("<made>", made)
                .replace("<when made>", whenMade)
                .replace("<table>", name)
                .replace("<same>", keys().map(key -> "t." + key + " = s." + key).collect(Collectors.joining(" and ")))
                .replace("<names>", names(""))
                .replace("<keys>", keys().collect(Collectors.joining(", ")))
                .replace("<identity>", keyTexts())
                .replace("<new>", keys().map(key -> "new." + key).collect(Collectors.joining(", ")))
                .replace("<rest>", rest(""))
                .replace("<excluded>", rest("excluded."))
                .replace("<also>", alsoSet)
                .replace("<moment>", moment)
                .replace("<history id>", rowId.equals("id") ? name + "_id" : rowId)
                .replace("<id>", rowId);
    }

    /** The key as {@link #identity} writes it. */
    private String keyTexts() {
        return columns.stream()
                .filter(Column::key)
                .map(column -> column.type() == Type.INSTANT
                        ? "(extract(epoch from " + column.name() + ") * 1000000)::bigint"
                        : column.name())
                .collect(Collectors.joining(" || E'\\x01' || "));
    }

    private Stream<String> keys() {
        return columns.stream().filter(Column::key).map(Column::name);
    }

    private String names(String prefix) {
        return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
    }

    private String rest(String prefix) {
        return columns.stream()
                .filter(column -> !column.key())
                .map(column -> prefix + column.name())
                .collect(Collectors.joining(", "));
    }
}
