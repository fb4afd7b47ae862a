package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.assize.platform.Renewals;
import org.assize.platform.Renewed;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * How many subjects of a kind come in on a day: the mean of the last seven days that had orders. Counted beside those who ask,
 * since a week may be millions of orders; who asks first, or after a quarter of an hour in which nobody did, waits for it.
 */
@ApplicationScoped
class DailyVolume {

    /** A mean of seven days moves by a minute's worth of orders in a minute. */
    private static final Renewed.Age AGE = new Renewed.Age(1_000, Duration.ofMinutes(1), 15, Duration.ofMinutes(15));

    private final Jdbi jdbi;
    private final Renewed<Double> orders;
    private final Renewed<Double> sellers;

    DailyVolume(Jdbi jdbi, Renewals renewals) {
        this.jdbi = jdbi;
        orders = renewals.of(AGE, () -> count(SubjectKind.ORDER), () -> {});
        sellers = renewals.of(AGE, () -> count(SubjectKind.SELLER), () -> {});
    }

    double of(SubjectKind kind) {
        return switch (kind) {
            case ORDER -> orders.get();
            case SELLER -> sellers.get();
        };
    }

    private double count(SubjectKind kind) {
        String counting = kind == SubjectKind.ORDER
                ? "count(*)"
                : "count(distinct (seller_id, date_trunc('day', placed_at, 'UTC')))";
        return jdbi.withHandle(handle -> handle.createQuery(
                        // counted from the newest order back and not from today, so that a history that ended long ago
                        // has a volume
                        """
                        select <counting> / 7.0 from orders
                        where placed_at > (select max(placed_at) - interval '7 days' from orders)
                        """)
                .define("counting", counting)
                .mapTo(Double.class)
                .one());
    }
}
