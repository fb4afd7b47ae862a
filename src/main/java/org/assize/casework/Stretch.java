package org.assize.casework;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * How far one page of a list looks when no index leads to what is asked for: to be found few or not at all among millions must
 * not mean to read millions. The page may then be short, or empty, and still have a next one.
 *
 * <p>Where it ends is asked first. Whoever is claimed or comes in while it is read can then not move the end past cases that
 * nobody has looked at.
 */
public enum Stretch {
    /** In the order of the claim, which an index of one queue's waiting cases has. */
    CLAIMED_NEXT("c.priority", "c.priority desc, c.id"),
    /** The newest first. */
    OPENED("c.opened_at", "c.opened_at desc, c.id desc");

    public static final int CASES = 20_000;

    private final String by;
    private final String order;

    Stretch(String by, String order) {
        this.by = by;
        this.order = order;
    }

    /**
     * Which cases, of what a list is of.
     *
     * @param select begins the statement, up to {@code fraud_case c}
     * @param walked conditions that an index in this order knows
     * @param sifted the others; null when there are none, or an index of their own leads to what they ask for
     * @param values of both
     */
    public record Wanted(
            String select, String walked, @Nullable String sifted, UnaryOperator<Query> values) {}

    /** @param seen what the reader may see of a case */
    public Page<FraudCase> page(
            Handle handle, Wanted wanted, @Nullable String after, int limit, UnaryOperator<FraudCase> seen) {
        @Nullable Cursor from = after == null ? null : Cursor.decode(after, 2);
        String walked = wanted.walked() + (from == null ? "" : " and " + after());
        @Nullable Cursor end = wanted.sifted() == null ? null : end(handle, wanted, walked, from);
        String sql = wanted.select() + "where " + walked
                + (wanted.sifted() == null ? "" : " and " + wanted.sifted())
                + (end == null ? "" : " and " + until())
                + " order by " + order + " limit <limit>";
        Query query = bind(
                wanted.values().apply(handle.createQuery(sql)).define("limit", Page.andOneMore(limit)), "after", from);
        List<FraudCase> rows =
                bind(query, "until", end).map(FraudCase.ROW).map(seen).list();
        return rows.size() > limit || end == null ? Page.of(rows, limit, this::place) : new Page<>(rows, end.encoded());
    }

    /** The last of as many as one page looks through; null when there are fewer. */
    private @Nullable Cursor end(Handle handle, Wanted wanted, String walked, @Nullable Cursor from) {
        Query query = handle.createQuery("""
                select <by> as by, c.id from (
                  select c.*, row_number() over (order by <order>) as place
                  from (select <by>, c.id from fraud_case c where <walked> order by <order> limit <most>) c) c
                where place = <most>""")
                .define("by", by)
                .define("order", order)
                .define("walked", walked)
                .define("most", CASES)
                .configure(SqlStatements.class, binding -> binding.setUnusedBindingAllowed(true));
        return bind(wanted.values().apply(query), "after", from)
                .map((row, context) -> Cursor.of(
                        switch (this) {
                            case CLAIMED_NEXT -> Cursor.part(row.getDouble("by"));
                            case OPENED -> instant(row).toString();
                        },
                        row.getString("id")))
                .findOne()
                .orElse(null);
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("by", OffsetDateTime.class).toInstant();
    }

    /** What comes after a place. */
    private String after() {
        return switch (this) {
            // priority falls and id rises, so no row comparison fits: the first bound starts the index scan, and the
            // other leaves
            // out what was seen of the same priority
            case CLAIMED_NEXT -> "c.priority <= :afterBy and (c.priority < :afterBy or c.id > :afterId)";
            case OPENED -> "(c.opened_at, c.id) < (:afterBy, :afterId)";
        };
    }

    private String until() {
        return switch (this) {
            case CLAIMED_NEXT -> "c.priority >= :untilBy and (c.priority > :untilBy or c.id <= :untilId)";
            case OPENED -> "(c.opened_at, c.id) >= (:untilBy, :untilId)";
        };
    }

    private Query bind(Query query, String name, @Nullable Cursor place) {
        if (place == null) {
            return query;
        }
        query.bind(name + "Id", place.id(1));
        return switch (this) {
            case CLAIMED_NEXT -> query.bind(name + "By", place.number(0));
            case OPENED -> query.bind(name + "By", place.instant(0));
        };
    }

    /** Where a case stands in this order. */
    public Cursor place(FraudCase its) {
        return switch (this) {
            case CLAIMED_NEXT -> Cursor.of(Cursor.part(its.priority()), its.id().toString());
            case OPENED -> Cursor.of(its.openedAt().toString(), its.id().toString());
        };
    }
}
