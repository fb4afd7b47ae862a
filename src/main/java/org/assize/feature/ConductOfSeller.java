package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.assize.feature.Conduct.Measure;
import org.assize.feature.Conduct.Share;
import org.assize.platform.Money;
import org.assize.platform.ReferenceRates;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** How one seller has been trading. What it costs is bounded: of a busy seller, only the latest orders count. */
@ApplicationScoped
public class ConductOfSeller {

    private static final int MOST = 5_000;

    private final Jdbi jdbi;
    private final Features features;

    ConductOfSeller(Jdbi jdbi, Features features) {
        this.jdbi = jdbi;
        this.features = features;
    }

    /** Of orders placed up to {@code asOf}; what became of them is as known today. */
    public Conduct read(Actor actor, String sellerId, Instant asOf) {
        actor.require(Permission.READ_CASES);
        FeatureOptions options = features.options();
        Sum sum = new Sum(options.rates());
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        select least(:weeks - 1, floor(extract(epoch from :asOf - o.placed_at) / 604800))::int as weeks_ago,
                               o.currency, count(*) as orders, sum(o.amount_minor)::bigint as amount,
                               <told> as deliveries_told,
                        """.replace("<told>", CategoriesUsual.DELIVERIES_TOLD) + Conduct.COUNTS + """
                        from (
                          select * from orders
                          where seller_id = :seller and placed_at > :from and placed_at <= :asOf
                          order by placed_at desc limit :most
                        ) o
                        group by weeks_ago, o.currency""")
                .bind("seller", sellerId)
                .bind("asOf", asOf)
                .bind("from", asOf.minus(Duration.ofDays(7L * Conduct.WEEKS)))
                .bind("weeks", Conduct.WEEKS)
                .bind("lateHours", (int) options.lateAfter().toHours())
                .bind("lowReview", options.lowReview())
                .bind("most", MOST)
                .map((row, context) -> {
                    sum.add(
                            Conduct.WEEKS - 1 - row.getInt("weeks_ago"),
                            row.getLong("orders"),
                            new Money(row.getLong("amount"), row.getString("currency")));
                    if (row.getBoolean("deliveries_told")) {
                        sum.count(Measure.LATE, row.getLong("late"), row.getLong("due"));
                    }
                    sum.count(Measure.REFUNDED, row.getLong("refunded"), row.getLong("told"));
                    sum.count(Measure.LOW_REVIEW, row.getLong("low_reviews"), row.getLong("reviews"));
                    sum.count(Measure.DISPUTED, row.getLong("disputed"), row.getLong("orders"));
                    return sum;
                })
                .list());
        return sum.conduct();
    }

    private static final class Sum {
        private final ReferenceRates rates;
        private final long[] orders = new long[Conduct.WEEKS];
        private final long[] value = new long[Conduct.WEEKS];
        private final Map<Measure, Share> shares = new EnumMap<>(Measure.class);
        private boolean rated = true;

        Sum(ReferenceRates rates) {
            this.rates = rates;
        }

        void add(int week, long count, Money amount) {
            orders[week] += count;
            long minor = rates.minor(amount);
            rated &= minor != ReferenceRates.UNKNOWN;
            value[week] += rated ? minor : 0;
        }

        void count(Measure measure, long happened, long counted) {
            if (counted > 0) {
                shares.merge(
                        measure,
                        new Share(happened, counted),
                        (a, b) -> new Share(a.happened() + b.happened(), a.counted() + b.counted()));
            }
        }

        Conduct conduct() {
            return new Conduct(
                    orders,
                    rated
                            ? Arrays.stream(value)
                                    .mapToObj(minor -> new Money(minor, rates.currency()))
                                    .toList()
                            : null,
                    shares,
                    Arrays.stream(orders).sum() >= MOST);
        }
    }
}
