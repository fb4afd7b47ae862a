package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The policies of the queues, and every version that was in force before. Open to whoever is signed in. */
@ApplicationScoped
public class QueuePolicies {

    private static final String SELECT = """
            select p.queue_key, p.version, p.sla_minutes, p.lease_minutes, p.capacity_per_person, p.actions,
                   p.changed_by as changed_by_id, a.name as changed_by, p.changed_at
            from queue_policy p join actor a on a.id = p.changed_by
            """;

    private final Jdbi jdbi;

    QueuePolicies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when there is no such queue. */
    public Optional<QueuePolicy> current(String queueKey) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where p.queue_key = :queue order by p.version desc limit 1")
                        .bind("queue", queueKey)
                        .map(ConstructorMapper.of(QueuePolicy.class))
                        .findOne());
    }

    /** One for each queue, in the queues' order. */
    public List<QueuePolicy> current() {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                         join queue q on q.key = p.queue_key
                        where p.version = (select max(newest.version) from queue_policy newest where newest.queue_key = p.queue_key)
                        order by q.position, q.key""")
                .map(ConstructorMapper.of(QueuePolicy.class))
                .list());
    }

    /** Newest first. */
    public List<QueuePolicy> versions(String queueKey) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where p.queue_key = :queue order by p.version desc")
                        .bind("queue", queueKey)
                        .map(ConstructorMapper.of(QueuePolicy.class))
                        .list());
    }
}
