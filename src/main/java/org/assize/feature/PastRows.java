package org.assize.feature;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.assize.platform.Money;
import org.assize.subject.Attributes;
import org.assize.subject.Order;

/** How rows of orders become what vectors of others see of them. */
final class PastRows {

    /** What an order of the past is to the vectors of others: no more than this, or a live order would be mostly reading. */
    static final String COLUMNS = """
            o.order_id, o.placed_at, o.seller_id, o.buyer_id, o.amount_minor, o.currency, o.device_id, o.payment_id, o.ip,
            o.ship_to_country, o.ship_to_postcode,
            case when settled.content is null then o.status else settled.content ->> 'status' end,
            case when settled.content is null then o.delivered_at else (settled.content ->> 'delivered_at')::timestamptz end,
            case when settled.content is null then o.review_score else (settled.content ->> 'review_score')::integer end
            """;

    static final int COUNT = 14;

    static final String AS_SETTLED = """
            left join lateral (
              select h.content from orders_history h
              -- next to no order changes so late, and only of these the former versions are looked up
              where o.version > 1 and o.recorded_at > o.placed_at + interval '<hours> hours'
                and h.order_id = o.order_id and h.recorded_at <= o.placed_at + interval '<hours> hours'
              order by h.version desc
              limit 1
            ) settled on true
            """.replace("<hours>", Long.toString(FeatureOptions.SETTLED_AFTER.toHours()));

    private PastRows() {}

    /** From the {@link #COLUMNS}, which stand first. */
    static Order order(ResultSet row) throws SQLException {
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

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
