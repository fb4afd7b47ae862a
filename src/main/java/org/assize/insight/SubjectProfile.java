package org.assize.insight;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectRef;
import org.assize.subject.SubjectRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What is known of a subject itself, and what it has been doing in the 30 days before an instant. */
@ApplicationScoped
public class SubjectProfile {

    public static final int DAYS = 30;

    /** Orders looked at for the figures; a seller with more is busy enough to be described by its latest. */
    private static final int MOST = 20_000;

    private final Jdbi jdbi;

    SubjectProfile(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public sealed interface Profile {}

    public record OfSeller(Seller seller, Trade trade) implements Profile {}

    /** @param buyerTrade what the buyer has been doing everywhere */
    public record OfOrder(Order order, Seller seller, Trade sellerTrade, Trade buyerTrade) implements Profile {}

    /**
     * Figures over the orders of the last {@value #DAYS} days.
     *
     * @param orders how many, of {@code MOST} at most
     * @param meanReview stars; null without any review
     * @param perDay orders on each day, the last day last
     */
    public record Trade(
            int orders,
            int buyers,
            int sellers,
            int devices,
            int payments,
            int delivered,
            @Nullable Double meanReview,
            int[] perDay) {}

    /** Empty when the marketplace has never told of this subject. */
    public Optional<Profile> read(Actor actor, SubjectRef subject, Instant asOf) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> switch (subject.kind()) {
            case SELLER ->
                seller(handle, subject.id())
                        .map(seller -> new OfSeller(seller, trade(handle, OrdersBy.SELLER, subject.id(), asOf)));
            case ORDER ->
                order(handle, subject.id())
                        .flatMap(order -> seller(handle, order.sellerId())
                                .map(seller -> new OfOrder(
                                        order,
                                        seller,
                                        trade(handle, OrdersBy.SELLER, order.sellerId(), asOf),
                                        trade(handle, OrdersBy.BUYER, order.buyerId(), asOf))));
        });
    }

    private static Optional<Seller> seller(Handle handle, String id) {
        return handle.createQuery("select " + SubjectRows.SELLER_COLUMNS + " from seller s where s.seller_id = :id")
                .bind("id", id)
                .map((row, context) -> SubjectRows.seller(row))
                .findOne();
    }

    private static Optional<Order> order(Handle handle, String id) {
        return handle.createQuery("select " + SubjectRows.ORDER_COLUMNS + " from orders o where o.order_id = :id")
                .bind("id", id)
                .map((row, context) -> SubjectRows.order(row))
                .findOne();
    }

    private static Trade trade(Handle handle, OrdersBy by, String value, Instant asOf) {
        return handle.createQuery("""
                        with recent as materialized (
                          select placed_at, buyer_id, seller_id, device_id, payment_id, delivered_at, review_score
                          from orders
                          where <column> = :value and placed_at > :from and placed_at <= :asOf
                          order by placed_at desc limit <most>
                        )
                        select count(*)::int as orders, count(distinct buyer_id)::int as buyers,
                               count(distinct seller_id)::int as sellers, count(distinct device_id)::int as devices,
                               count(distinct payment_id)::int as payments, count(delivered_at)::int as delivered,
                               avg(review_score)::float8 as mean_review,
                               (select array_agg(coalesce(counted.orders, 0) order by day)
                                from generate_series(0, <days> - 1) as day
                                left join (
                                  select <days> - 1 - floor(extract(epoch from :asOf - placed_at) / 86400)::int as at_day,
                                         count(*)::int as orders
                                  from recent group by 1
                                ) counted on counted.at_day = day) as per_day
                        from recent""".replace("<column>", by.column()))
                .bind("value", value)
                .bind("from", asOf.minus(Duration.ofDays(DAYS)))
                .bind("asOf", asOf)
                .define("most", MOST)
                .define("days", DAYS)
                .map((row, context) -> new Trade(
                        row.getInt("orders"),
                        row.getInt("buyers"),
                        row.getInt("sellers"),
                        row.getInt("devices"),
                        row.getInt("payments"),
                        row.getInt("delivered"),
                        row.getObject("mean_review", Double.class),
                        ints((Integer[]) row.getArray("per_day").getArray())))
                .one();
    }

    private static int[] ints(Integer[] values) {
        int[] unboxed = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            unboxed[i] = values[i];
        }
        return unboxed;
    }
}
