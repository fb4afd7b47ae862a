package org.assize.insight;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import org.assize.casework.FraudCase;
import org.assize.feature.CategoriesUsual;
import org.assize.feature.FeatureOptions;
import org.assize.feature.Features;
import org.assize.platform.AssizeClock;
import org.assize.platform.Cursor;
import org.assize.platform.Money;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Striking;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The orders that share a seller, a buyer, a device, a payment means or an address, newest first, in keyset pages; each with
 * what is unusual of it.
 */
@ApplicationScoped
public class OrdersAround {

    /** Orders counted; of more, people need not know how many. */
    public static final int COUNTED = 500;

    /** Later than every order, and after every id: the first page needs no condition of its own. */
    private static final Cursor START = Cursor.of("9999-12-31T00:00:00Z", "");

    private static final double HIGH_SCORE = 0.99;

    /** Orders that one page may look through for those that are wanted. */
    static final int LOOKED_AT = 20_000;

    private static final List<String> UNITS_ONLY = currencies(0);
    private static final List<String> THOUSANDTHS = currencies(3);

    private final Jdbi jdbi;
    private final Features features;
    private final AssizeClock clock;

    OrdersAround(Jdbi jdbi, Features features, AssizeClock clock) {
        this.jdbi = jdbi;
        this.features = features;
        this.clock = clock;
    }

    private static List<String> currencies(int digits) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() == digits)
                .map(Currency::getCurrencyCode)
                .toList();
    }

    /** What somebody looks twice at. */
    public enum Unusual {
        /** Delivered later than {@link FeatureOptions#lateAfter}, see {@link Striking#LATE}. */
        LATE,
        /** Not delivered, see {@link Striking#OVERDUE}. Only where the marketplace tells of deliveries at all. */
        OVERDUE,
        /** Or returned. */
        REFUNDED,
        LOW_REVIEW,
        /** At least {@value Striking#LARGE} times the median of the latest orders around it. */
        LARGE,
        /** Behind the orders of {@value Striking#BUYERS} buyers or more, among the latest around it. */
        SHARED_DEVICE,
        SHARED_PAYMENT,
        /** Among the highest hundredth of scores. */
        HIGH_SCORE
    }

    /**
     * What of the list is wanted; each null wants everything.
     *
     * @param from placed at or after
     * @param status as the marketplace writes it
     * @param least, most in major units of the order's own currency
     */
    public record Filter(
            @Nullable Instant from,
            @Nullable String status,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most,
            boolean unusualOnly) {

        public static final Filter NONE = new Filter(null, null, null, null, false);

        /** Whether it leaves out orders between others; a period only ends the list earlier. */
        private boolean leavesGaps() {
            return status != null || least != null || most != null || unusualOnly;
        }
    }

    /**
     * One order with what is known and thought of it.
     *
     * @param score the newest, 0 to 1
     * @param percentile share of scored orders at or below that score, 0 to 1
     * @param fraud what its label says; null while it has none
     * @param unusual in the order of {@link Unusual}
     */
    public record Line(
            String orderId,
            Instant placedAt,
            String sellerId,
            @Nullable String sellerName,
            String buyerId,
            @Nested("amount") Money amount,
            @Nullable String creatorId,
            @Nullable String deviceId,
            @Nullable String paymentId,
            @Nullable String ip,
            @Nullable String shipTo,
            @Nullable String status,
            @Nullable Instant deliveredAt,
            @Nullable Integer reviewScore,
            @Nullable Double score,
            @Nullable Double percentile,
            @Nullable Boolean fraud,
            List<Unusual> unusual) {

        /** What to ask {@code after} for the page that follows this line. */
        public String position() {
            return Cursor.of(placedAt.toString(), orderId).encoded();
        }
    }

    public Page<Line> page(Actor actor, OrdersBy by, String value, @Nullable String after, int limit) {
        return page(actor, by, value, Filter.NONE, after, limit);
    }

    /**
     * Of a filter, a page ends after {@value #LOOKED_AT} orders have been looked through, however few of them are wanted: it
     * may then be short, or empty, and has a {@code next}.
     */
    public Page<Line> page(Actor actor, OrdersBy by, String value, Filter filter, @Nullable String after, int limit) {
        return page(actor, by, value, filter, false, after, limit);
    }

    /** @param withoutScores no line has a score, and none is there because of its score: for whoever judges the subject without */
    public Page<Line> page(
            Actor actor,
            OrdersBy by,
            String value,
            Filter filter,
            boolean withoutScores,
            @Nullable String after,
            int limit) {
        actor.require(Permission.READ_CASES);
        Cursor cursor = after == null ? START : Cursor.decode(after, 2);
        int looked = filter.leavesGaps() ? LOOKED_AT : Page.andOneMore(limit);
        FeatureOptions options = features.options();
        return jdbi.withHandle(handle -> {
            List<Line> rows = looking(handle, QUERY, by, value, filter, cursor, looked)
                    .bind("status", filter.status())
                    .bind("least", filter.least())
                    .bind("most", filter.most())
                    .bind("unusualOnly", filter.unusualOnly())
                    .bind("withoutScores", withoutScores)
                    .bindArray("unitsOnly", String.class, UNITS_ONLY)
                    .bindArray("thousandths", String.class, THOUSANDTHS)
                    .bind("asOf", clock.now())
                    .bind("lateHours", (int) options.lateAfter().toHours())
                    .bind("lowReview", options.lowReview())
                    .bind("buyers", Striking.BUYERS)
                    .bind("highScore", HIGH_SCORE)
                    .bind("mayJudge", FraudCase.mayComeTo(actor))
                    .bind("latest", Striking.LATEST)
                    .define("limit", Page.andOneMore(limit))
                    .map(ConstructorMapper.of(Line.class))
                    .list();
            return rows.size() > limit || !filter.leavesGaps()
                    ? Page.of(rows, limit, line -> Cursor.of(line.placedAt().toString(), line.orderId()))
                    : new Page<>(rows, lookedUpTo(handle, by, value, filter, cursor, rows));
        });
    }

    /** The last order that was looked at; null when there is none after it. */
    private static @Nullable String lookedUpTo(
            Handle handle, OrdersBy by, String value, Filter filter, Cursor cursor, List<Line> found) {
        return looking(handle, LAST, by, value, filter, cursor, LOOKED_AT)
                .map((row, context) -> {
                    Instant at =
                            row.getObject("placed_at", OffsetDateTime.class).toInstant();
                    // an order that came since the page was read moves this one up: none of the page may come again
                    return found.isEmpty() || at.isBefore(found.getLast().placedAt())
                            ? Cursor.of(at.toString(), row.getString("order_id"))
                                    .encoded()
                            : found.getLast().position();
                })
                .findOne()
                .orElse(null);
    }

    private static Query looking(
            Handle handle, String sql, OrdersBy by, String value, Filter filter, Cursor cursor, int looked) {
        return handle.createQuery(sql.replace("<looked>", LOOKED)
                        .replace("<column>", by.column())
                        .replace("<hidden>", FraudCase.hidesScore()))
                .bind("value", value)
                .bind("at", cursor.instant(0))
                .bind("id", cursor.text(1))
                .bind("from", filter.from())
                .bind("looked", looked)
                .define("rows", looked);
    }

    /** How many there are, of {@link #COUNTED} at most. */
    public int count(Actor actor, OrdersBy by, String value) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from (select from orders where <column> = :value limit :most) o"
                                .replace("<column>", by.column()))
                .bind("value", value)
                .bind("most", COUNTED)
                .mapTo(Integer.class)
                .one());
    }

    /** The words that the marketplace uses for the status of the latest of them. */
    public List<String> statuses(Actor actor, OrdersBy by, String value) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct status from (
                          select status from orders where <column> = :value order by placed_at desc limit :most
                        ) o where status is not null order by status limit 30""".replace("<column>", by.column()))
                .bind("value", value)
                .bind("most", COUNTED)
                .mapTo(String.class)
                .list());
    }

    private static final String LOOKED = """
            select * from orders
              where <column> = :value
                -- the plain bound starts the index scan, the row comparison leaves out what was seen of that instant
                and placed_at <= :at and (placed_at, order_id) < (:at, :id)
                and placed_at >= coalesce(:from::timestamptz, '-infinity')
              order by placed_at desc, order_id desc
              limit <rows>""";

    private static final String LAST = """
            select placed_at, order_id from (
              select placed_at, order_id, count(*) over () as looked from (<looked>) o
            ) o
            where looked = :looked order by placed_at, order_id limit 1""";

    private static final String QUERY = """
            with latest as materialized (
              select amount_minor, currency, device_id, payment_id, buyer_id from orders
              where <column> = :value order by placed_at desc limit :latest
            ), typical as materialized (
              <large>
            ), shared as materialized (
              select 'device' as kind, device_id as value from latest
              where device_id is not null group by device_id having count(distinct buyer_id) >= :buyers
              union all
              select 'payment', payment_id from latest
              where payment_id is not null group by payment_id having count(distinct buyer_id) >= :buyers
            )
            select o.order_id, o.placed_at, o.seller_id, s.name as seller_name, o.buyer_id, o.amount_minor,
                   o.currency as amount_currency, o.creator_id, o.device_id, o.payment_id, o.ip,
                   nullif(concat_ws(' ', o.ship_to_country, o.ship_to_postcode), '') as ship_to, o.status, o.delivered_at,
                   o.review_score, opinion.score, opinion.percentile, truth.fraud, it.unusual
            from (<looked>) o
            join seller s on s.seller_id = o.seller_id
            -- one index entry each for the rows of the page, never for the whole list
            left join lateral (
              select score, percentile from score
              where subject_kind = 'order' and subject_id = o.order_id and not :withoutScores
                -- whoever may come to judge an order without its score does not read it here
                and not (:mayJudge and exists (
                  select from fraud_case c
                  where c.subject_kind = 'order' and c.subject_id = o.order_id and c.state <> 'CLOSED' and <hidden>))
              order by as_of desc, id desc limit 1
            ) opinion on true
            left join lateral (
              select label = 'fraud' as fraud from label
              where subject_kind = 'order' and subject_id = o.order_id order by known_at desc, id desc limit 1
            ) truth on true
            cross join lateral (
              select array_remove(array [
                case when <late> then 'LATE' end,
                case when <overdue> and <told> then 'OVERDUE' end,
                case when <refunded> then 'REFUNDED' end,
                case when o.review_score <= :lowReview then 'LOW_REVIEW' end,
                case when o.amount_minor >= (select large from typical t where t.currency = o.currency) then 'LARGE' end,
                case when exists (select from shared where kind = 'device' and value = o.device_id) then 'SHARED_DEVICE' end,
                case when exists (select from shared where kind = 'payment' and value = o.payment_id) then 'SHARED_PAYMENT' end,
                case when opinion.percentile >= :highScore then 'HIGH_SCORE' end], null) as unusual
            ) it
            where (:status::text is null or o.status = :status)
              and (:least::numeric is null or o.amount_minor >= :least * case when o.currency = any (:unitsOnly) then 1
                when o.currency = any (:thousandths) then 1000 else 100 end)
              and (:most::numeric is null or o.amount_minor <= :most * case when o.currency = any (:unitsOnly) then 1
                when o.currency = any (:thousandths) then 1000 else 100 end)
              and (not :unusualOnly or it.unusual <> '{}' or truth.fraud)
            order by o.placed_at desc, o.order_id desc
            limit <limit>
            """.replace("<large>", Striking.large("latest"))
            .replace("<late>", Striking.LATE)
            .replace("<overdue>", Striking.OVERDUE)
            .replace("<told>", CategoriesUsual.DELIVERIES_TOLD)
            .replace("<refunded>", Striking.REFUNDED);
}
