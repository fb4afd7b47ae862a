package org.assize.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** When orders were placed. */
@ApplicationScoped
public class OrderTimes {

    private final Jdbi jdbi;

    OrderTimes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** When the newest order was placed; orders dated after {@code now} are left out, since one of them would hide all others. */
    public Optional<Instant> newest(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("select max(placed_at) from orders where placed_at <= :now")
                .bind("now", now)
                .mapTo(Instant.class)
                .findOne());
    }

    /** How many orders were placed in [from, until). */
    public long count(Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from orders where placed_at >= :from and placed_at < :until")
                .bind("from", from)
                .bind("until", until)
                .mapTo(Long.class)
                .one());
    }
}
