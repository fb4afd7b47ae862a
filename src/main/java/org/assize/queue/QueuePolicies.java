package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The policies of the queues, and every version that was in force before. Open to whoever is signed in. */
@ApplicationScoped
public class QueuePolicies {

    private static final String SELECT = """
            select p.queue_key, q.name, q.subject_kind, p.version, p.calendar_key, p.sla_minutes, p.lease_minutes,
                   p.capacity_per_person, p.actions, p.assign_ahead, p.languages, p.typologies, p.score_hidden_share,
                   p.blind_share, p.second_review_share, p.second_review_from_euro, p.second_review_typologies, p.draw_seed,
                   p.changed_by, a.name as changed_by_name, p.changed_at
            from queue_policy p join queue q on q.key = p.queue_key join actor a on a.id = p.changed_by
            """;

    private static final RowMapper<QueuePolicy> MAPPER = (row, context) -> new QueuePolicy(
            row.getString("queue_key"),
            row.getString("name"),
            row.getString("subject_kind"),
            row.getInt("version"),
            new QueuePolicy.Terms(
                    row.getString("calendar_key"),
                    row.getInt("sla_minutes"),
                    row.getInt("lease_minutes"),
                    row.getObject("capacity_per_person", Integer.class),
                    texts(row, "actions"),
                    row.getObject("assign_ahead", Integer.class),
                    texts(row, "languages"),
                    texts(row, "typologies"),
                    row.getDouble("score_hidden_share"),
                    row.getDouble("blind_share"),
                    new QueuePolicy.SecondReview(
                            row.getDouble("second_review_share"),
                            row.getObject("second_review_from_euro", Integer.class),
                            texts(row, "second_review_typologies"))),
            row.getLong("draw_seed"),
            row.getObject("changed_by", UUID.class),
            row.getString("changed_by_name"),
            row.getObject("changed_at", OffsetDateTime.class).toInstant());

    private static final long OLDEST = Duration.ofSeconds(1).toNanos();

    private record Known(QueuePolicy policy, long readAt) {

        boolean isFresh() {
            return System.nanoTime() - readAt < OLDEST;
        }

        /** What was read while somebody put another version in force must not hide it. */
        Known or(Known read) {
            return isFresh() && policy.version() > read.policy().version() ? this : read;
        }
    }

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Jdbi jdbi;

    QueuePolicies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when there is no such queue. */
    public Optional<QueuePolicy> current(String queueKey) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where p.queue_key = :queue order by p.version desc limit 1")
                        .bind("queue", queueKey)
                        .map(MAPPER)
                        .findOne());
    }

    /**
     * The same as it was at most a second ago: for acts, each of which would else ask for what hardly ever changes. What was
     * changed on this node is in force at once.
     */
    public Optional<QueuePolicy> inForce(String queueKey) {
        Known last = known.get(queueKey);
        if (last != null && last.isFresh()) {
            return Optional.of(last.policy());
        }
        long now = System.nanoTime();
        Optional<QueuePolicy> read = current(queueKey);
        read.ifPresent(policy -> know(new Known(policy, now)));
        return read;
    }

    /** A version that a transaction of this node has put in force. */
    void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) QueuePolicy changed) {
        know(new Known(changed, System.nanoTime()));
    }

    private void know(Known read) {
        known.merge(read.policy().queueKey(), read, Known::or);
    }

    /** One for each queue, in the queues' order. */
    public List<QueuePolicy> current() {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + """
                        where p.version = (select max(newest.version) from queue_policy newest where newest.queue_key = p.queue_key)
                        order by q.position, q.key""").map(MAPPER).list());
    }

    /** Newest first. */
    public List<QueuePolicy> versions(String queueKey) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where p.queue_key = :queue order by p.version desc")
                        .bind("queue", queueKey)
                        .map(MAPPER)
                        .list());
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
