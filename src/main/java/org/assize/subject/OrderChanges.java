package org.assize.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** What the last update of an order changed. */
@ApplicationScoped
public class OrderChanges {

    private final Jdbi jdbi;

    OrderChanges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Those of these orders whose last update told no more than what became of them: status, delivery, review. How they were
     * placed is as it was.
     */
    public Set<String> onlyWhatBecame(Collection<String> orderIds) {
        if (orderIds.isEmpty()) {
            return Set.of();
        }
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select o.order_id from orders o
                        join orders_history h on h.order_id = o.order_id and h.version = o.version - 1
                        where o.order_id = any (:ids)
                          and to_jsonb(o) - 'content_hash' - cast(:became as text[]) = h.content - cast(:became as text[])
                        """)
                .bindArray("ids", String.class, orderIds)
                .bindArray(
                        "became",
                        String.class,
                        "status",
                        "delivered_at",
                        "review_score",
                        "version",
                        "recorded_at",
                        "written_by")
                .mapTo(String.class)
                .list()));
    }
}
