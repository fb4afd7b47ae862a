package org.assize.insight;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.platform.Cursor;
import org.assize.platform.Money;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The orders that share a seller, a buyer, a device, a payment means or an address, newest first, in keyset pages. */
@ApplicationScoped
public class OrdersAround {

    /** Later than every order, and after every id: the first page needs no condition of its own. */
    private static final Cursor START = Cursor.of("9999-12-31T00:00:00Z", "");

    private final Jdbi jdbi;

    OrdersAround(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One order with what is known and thought of it.
     *
     * @param score the newest, 0 to 1
     * @param percentile share of scored orders at or below that score, 0 to 1
     * @param fraud what its label says; null while it has none
     */
    public record Line(
            String orderId,
            Instant placedAt,
            String sellerId,
            @Nullable String sellerName,
            String buyerId,
            @Nested("amount") Money amount,
            @Nullable String status,
            @Nullable Instant deliveredAt,
            @Nullable Integer reviewScore,
            @Nullable Double score,
            @Nullable Double percentile,
            @Nullable Boolean fraud) {

        /** What to ask {@code after} for the page that follows this line. */
        public String position() {
            return Cursor.of(placedAt.toString(), orderId).encoded();
        }
    }

    public Page<Line> page(Actor actor, OrdersBy by, String value, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Cursor cursor = after == null ? START : Cursor.decode(after, 2);
        List<Line> rows = jdbi.withHandle(handle -> handle.createQuery(QUERY.replace("<column>", by.column()))
                .bind("value", value)
                .bind("at", cursor.instant(0))
                .bind("id", cursor.text(1))
                .bind("limit", limit + 1)
                .map(ConstructorMapper.of(Line.class))
                .list());
        return Page.of(rows, limit, line -> Cursor.of(line.placedAt().toString(), line.orderId()));
    }

    private static final String QUERY = """
            select o.order_id, o.placed_at, o.seller_id, s.name as seller_name, o.buyer_id, o.amount_minor,
                   o.currency as amount_currency, o.status, o.delivered_at, o.review_score, opinion.score, opinion.percentile,
                   truth.fraud
            from (
              select * from orders
              where <column> = :value
                -- the plain bound starts the index scan, the row comparison leaves out what was seen of that instant
                and placed_at <= :at and (placed_at, order_id) < (:at, :id)
              order by placed_at desc, order_id desc
              limit :limit
            ) o
            join seller s on s.seller_id = o.seller_id
            -- one index entry each for the rows of the page, never for the whole list
            left join lateral (
              select score, percentile from score
              where subject_kind = 'order' and subject_id = o.order_id order by as_of desc, id desc limit 1
            ) opinion on true
            left join lateral (
              select label = 'fraud' as fraud from label
              where subject_kind = 'order' and subject_id = o.order_id order by known_at desc, id desc limit 1
            ) truth on true
            order by o.placed_at desc, o.order_id desc
            """;
}
