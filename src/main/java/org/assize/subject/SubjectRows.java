package org.assize.subject;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code orders} and {@code seller}; a query names the columns by these constants, in this order. */
public final class SubjectRows {

    public static final String ORDER_COLUMNS = """
            o.order_id, o.placed_at, o.seller_id, o.buyer_id, o.amount_minor, o.currency, o.creator_id, o.device_id, o.payment_id, o.ip,
            o.ship_to_country, o.ship_to_postcode, o.category, o.item_count, o.status, o.delivered_at, o.review_score, o.attributes""";

    public static final String SELLER_COLUMNS = """
            s.seller_id, s.registered_at, s.name, s.country, s.market, s.category, s.email, s.phone, s.bank_account, s.device_id, s.ip,
            s.status, s.attributes""";

    private SubjectRows() {}

    public static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getString(1),
                required(row, 2),
                row.getString(3),
                row.getString(4),
                new Money(row.getLong(5), row.getString(6)),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                integer(row, 14),
                row.getString(15),
                instant(row, 16),
                integer(row, 17),
                AttributesJson.read(row.getString(18)));
    }

    public static Seller seller(ResultSet row) throws SQLException {
        return new Seller(
                row.getString(1),
                instant(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                AttributesJson.read(row.getString(13)));
    }

    private static Instant required(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
