package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.platform.Money;
import org.jdbi.v3.core.Jdbi;

/**
 * How the cases of the last days arrived, so that another way for them can be tried out. Each by the flag that opened it; its
 * value at risk is what it has grown to since.
 */
@ApplicationScoped
public class PastArrivals {

    private final Jdbi jdbi;

    PastArrivals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Newest first, at most {@code most}. */
    public List<Routing.Arrival> since(Instant since, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.subject_kind, first.origin, c.market, c.value_at_risk_minor, c.currency, first.score, first.percentile,
                               (select m.algorithm from model_version m where m.version = first.model_version) as algorithm,
                        """ + SubjectFacts.COLUMNS + """
                         from fraud_case c
                        join lateral (
                          select f.origin, f.score, f.percentile, f.model_version from flag f where f.case_id = c.id order by f.flagged_at, f.id limit 1
                        ) first on true
                        left join orders o on c.subject_kind = 'order' and o.order_id = c.subject_id
                        left join seller s on s.seller_id = case when c.subject_kind = 'seller' then c.subject_id else o.seller_id end
                        where c.opened_at >= :since
                        order by c.opened_at desc, c.id desc
                        limit :most""")
                .bind("since", since)
                .bind("most", most)
                .map((row, context) -> new Routing.Arrival(
                        row.getString("subject_kind"),
                        row.getString("origin"),
                        row.getString("market"),
                        row.getString("category"),
                        row.getString("country"),
                        new Money(row.getLong("value_at_risk_minor"), row.getString("currency")),
                        row.getString("algorithm"),
                        row.getObject("score", Double.class),
                        row.getObject("percentile", Double.class)))
                .list());
    }
}
