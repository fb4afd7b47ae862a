package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assize.platform.Money;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.subject.SubjectRows;
import org.jdbi.v3.core.Jdbi;

/**
 * Who was scored for one UTC day: live by the time of scoring, of history by what the score speaks of, an order's own
 * instant or a seller's day up to its end.
 */
@ApplicationScoped
public class ScoredDay {

    private record Row(
            SubjectRef subject, Instant asOf, double score, double percentile, String version, double[] features) {}

    private final Jdbi jdbi;
    private final Markets markets;

    ScoredDay(Jdbi jdbi, Markets markets) {
        this.jdbi = jdbi;
        this.markets = markets;
    }

    /** The subjects that were scored live on the day, each once, by id. */
    public List<String> live(SubjectKind kind, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct subject_id collate "C" as id from score
                        where subject_kind = :kind and scored_at >= :from and scored_at < :until and scoring_run is null
                        order by id
                        """)
                .bind("kind", kind.code())
                .bind("from", start(day))
                .bind("until", start(day.plusDays(1)))
                .mapTo(String.class)
                .list());
    }

    /** The last score for the day of each of these, as it was made. */
    public List<ScoredSubject> last(SubjectKind kind, LocalDate day, Collection<String> ids) {
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct on (subject_id) subject_id, as_of, score, percentile, model_version, features
                        from score
                        where subject_kind = :kind and subject_id = any (:ids)
                          -- an order's scores all speak of the same instant
                          and (:kind = 'order' or as_of > :from and as_of <= :until
                               or scoring_run is null and scored_at >= :from and scored_at < :until)
                        order by subject_id, id desc
                        """)
                .bind("kind", kind.code())
                .bind("from", start(day))
                .bind("until", start(day.plusDays(1)))
                .bindArray("ids", String.class, ids)
                .map((row, context) -> new Row(
                        new SubjectRef(kind, row.getString(1)),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getDouble(3),
                        row.getDouble(4),
                        row.getString(5),
                        Scores.vector(row.getArray(6))))
                .list());
        return switch (kind) {
            case ORDER -> orders(rows, ids);
            case SELLER -> sellers(rows, ids);
        };
    }

    private List<ScoredSubject> orders(List<Row> rows, Collection<String> ids) {
        Map<String, Order> orders = jdbi.withHandle(handle -> handle.createQuery(
                        "select " + SubjectRows.ORDER_COLUMNS + " from orders o where o.order_id = any (:ids)")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> SubjectRows.order(row))
                .collect(Collectors.toMap(Order::orderId, order -> order)));
        Map<String, Seller> sellers = sellersById(
                orders.values().stream().map(Order::sellerId).distinct().toList());
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(orders.get(row.subject().id())).stream()
                        .map(order -> scored(
                                row,
                                Optional.ofNullable(Markets.of(order, sellers.get(order.sellerId()))),
                                order.amount())))
                .toList();
    }

    private List<ScoredSubject> sellers(List<Row> rows, Collection<String> ids) {
        Map<String, Seller> sellers = sellersById(ids);
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(sellers.get(row.subject().id())).stream()
                        .map(seller -> scored(
                                row, Optional.ofNullable(Markets.of(seller)), atRisk(seller.sellerId(), row.asOf()))))
                .toList();
    }

    private Money atRisk(String sellerId, Instant at) {
        return Objects.requireNonNull(markets.valueAtRisk(List.of(sellerId), at).get(sellerId));
    }

    private Map<String, Seller> sellersById(Collection<String> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select " + SubjectRows.SELLER_COLUMNS + " from seller s where s.seller_id = any (:ids)")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> SubjectRows.seller(row))
                .collect(Collectors.toMap(Seller::sellerId, seller -> seller)));
    }

    private static ScoredSubject scored(Row row, Optional<String> market, Money atRisk) {
        return new ScoredSubject(
                row.subject(),
                row.asOf(),
                row.score(),
                row.percentile(),
                row.version(),
                row.features(),
                market.orElse(null),
                atRisk);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
