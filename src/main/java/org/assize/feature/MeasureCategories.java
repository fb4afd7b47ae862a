package org.assize.feature;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assize.platform.AssizeClock;
import org.assize.platform.Money;
import org.assize.platform.OneNode;
import org.assize.platform.ReferenceRates;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.OrderTimes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Measures what is usual among the sellers of each category, over the {@value Conduct#WEEKS} weeks before the newest order:
 * after an import, when the marketplace has gone on, and once a day. On one node at a time.
 */
@ApplicationScoped
public class MeasureCategories {

    /** Sellers; of fewer, a range is nobody's. */
    static final int FEWEST = 5;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration GONE_ON = Duration.ofHours(6);
    private static final int SECONDS = 900;

    private final Jdbi jdbi;
    private final Features features;
    private final OrderTimes orders;
    private final AssizeClock clock;

    MeasureCategories(Jdbi jdbi, Features features, OrderTimes orders, AssizeClock clock) {
        this.jdbi = jdbi;
        this.features = features;
        this.orders = orders;
        this.clock = clock;
    }

    private record Measured(Instant asOf, Instant at) {}

    @Scheduled(every = "10m", delayed = "4m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyTenMinutes() {
        Instant now = clock.now();
        orders.newest(now).filter(newest -> isDue(newest, now)).ifPresent(_ -> measure(Actor.SYSTEM));
    }

    private boolean isDue(Instant newest, Instant now) {
        return last().map(last -> last.at().plus(DAY).isBefore(now)
                        || last.asOf().plus(GONE_ON).isBefore(newest))
                .orElse(true);
    }

    private Optional<Measured> last() {
        return jdbi.withHandle(handle -> handle.createQuery("select as_of, measured_at from category_usual limit 1")
                .map((row, context) -> new Measured(
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant(),
                        row.getObject(2, java.time.OffsetDateTime.class).toInstant()))
                .findOne());
    }

    /**
     * Does nothing while there is no order, or while somebody else is at it.
     *
     * @return whether it measured
     */
    public boolean measure(Actor actor) {
        actor.require(Permission.TRAIN_MODELS);
        Instant now = clock.now();
        return orders.newest(now)
                .map(newest -> QuarkusTransaction.requiringNew()
                        .timeout(SECONDS)
                        .call(() -> jdbi.withHandle(handle -> measure(handle, newest, now))))
                .orElse(false);
    }

    private boolean measure(Handle handle, Instant asOf, Instant now) {
        if (!OneNode.takes(handle, "assize.feature.categories")) {
            return false;
        }
        handle.execute("delete from category_usual");
        write(handle, asOf, now);
        return true;
    }

    private void write(Handle handle, Instant asOf, Instant now) {
        FeatureOptions options = features.options();
        List<String> currencies = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        factors(options.rates(), currencies, factors);
        handle.createUpdate(MEASURED)
                .bindArray("currencies", String.class, currencies)
                .bindArray("factors", Double.class, factors)
                .bind("asOf", asOf)
                .bind("from", asOf.minus(Duration.ofDays(7L * Conduct.WEEKS)))
                .bind("now", now)
                .bind("weeks", Conduct.WEEKS)
                .bind("lateHours", (int) options.lateAfter().toHours())
                .bind("lowReview", options.lowReview())
                .bind("enough", Conduct.ENOUGH)
                .bind("fewest", FEWEST)
                .bind("all", CategoriesUsual.ALL)
                .execute();
    }

    /** What one minor unit of each currency is worth in minor units of the reference. */
    private static void factors(ReferenceRates rates, List<String> currencies, List<Double> factors) {
        int digits = Money.fractionDigits(rates.currency());
        rates.units().forEach((currency, unit) -> {
            BigDecimal factor = unit.movePointRight(digits - Money.fractionDigits(currency));
            currencies.add(currency);
            factors.add(factor.doubleValue());
        });
    }

    private static final String MEASURED = """
            insert into category_usual (category, measure, sellers, happened, counted, low, high, as_of, measured_at)
            with of_seller as materialized (
              -- one pass over the orders of the window; an order in a currency without a rate adds nothing to the value
              select o.seller_id, count(*) as orders, sum(o.amount_minor * rate.factor) as value,
                     -- who began in the window is measured from its first week
                     ceil(extract(epoch from :asOf - min(o.placed_at)) / 604800 + 1e-9) as active,
            """ + Conduct.COUNTS + """
              from orders o
              left join unnest(:currencies, :factors) as rate (currency, factor) on rate.currency = o.currency
              where o.placed_at > :from and o.placed_at <= :asOf
              group by o.seller_id
            ), its as (
              select nullif(s.category, '') as category, m.measure, m.happened, m.counted, m.told,
                     case when m.counted is null then m.value
                          when m.counted >= :enough then m.happened::float8 / m.counted end as value
              from of_seller t
              join seller s on s.seller_id = t.seller_id
              cross join lateral (values
                ('orders', t.orders / least(t.active, :weeks), null::bigint, null::bigint, 1),
                ('value', t.value / least(t.active, :weeks), null, null, 1),
                ('late', null, t.late, t.due, t.delivered),
                ('refunded', null, t.refunded, t.told, t.told),
                ('low_review', null, t.low_reviews, t.reviews, t.reviews),
                ('disputed', null, t.disputed, t.orders,
                  case when exists (select from outcome where subject_kind = 'order') then 1 else 0 end)
              ) m (measure, value, happened, counted, told)
            )
            select coalesce(category, :all), measure, count(value),
                   case when bool_or(counted is not null) then coalesce(sum(happened), 0) end,
                   case when bool_or(counted is not null) then coalesce(sum(counted), 0) end,
                   case when count(value) >= :fewest then percentile_cont(0.1) within group (order by value) end,
                   case when count(value) >= :fewest then percentile_cont(0.9) within group (order by value) end,
                   :asOf, :now
            from its
            group by grouping sets ((category, measure), (measure))
            -- of what the feed tells nothing of, nothing is usual
            having sum(told) > 0 and (grouping(category) = 1 or category is not null and count(*) >= :fewest)
            """;
}
