package org.assize.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What is to leave the process, written down in the transaction that decides it and sent after the commit: nothing is
 * told that did not happen, and nothing that happened is left untold.
 */
@ApplicationScoped
public class Outbox {

    /** What was taken is kept this long, to be asked about. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final AssizeClock clock;

    Outbox(Jdbi jdbi, ObjectMapper json, AssizeClock clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    /** Messages of one {@code key} leave in the order in which they were put. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(String topic, String key, Map<String, ?> payload, Instant at) {
        String content;
        try {
            content = json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("message for " + topic + " can not be written as JSON", e);
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into outbox (id, topic, key, payload, created_at)
                        values (:id, :topic, :key, :payload::jsonb, :at)""")
                .bind("id", Ids.next())
                .bind("topic", topic)
                .bind("key", key)
                .bind("payload", content)
                .bind("at", at)
                .execute());
    }

    /**
     * A message that waits.
     *
     * @param payload JSON as it was put
     */
    public record Message(UUID id, Instant createdAt, String key, String payload) {}

    /** What nobody has taken yet, oldest first, behind the given one. */
    public List<Message> waiting(String topic, @Nullable Instant createdAt, @Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, created_at, key, payload::text as payload from outbox
                        where published_at is null and topic = :topic
                          and (cast(:at as timestamptz) is null or (created_at, id) > (:at, :id))
                        order by created_at, id limit <limit>
                        """)
                .bind("topic", topic)
                .bindByType("at", createdAt, Instant.class)
                .bindByType("id", id, UUID.class)
                .define("limit", limit)
                .mapTo(Message.class)
                .list());
    }

    /** @return how many of these were waiting until now */
    @Transactional(Transactional.TxType.MANDATORY)
    public int taken(String topic, Collection<UUID> ids, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        "update outbox set published_at = :at where id = any (:ids) and topic = :topic and published_at is null")
                .bind("at", at)
                .bindArray("ids", UUID.class, ids.toArray())
                .bind("topic", topic)
                .execute());
    }

    @Scheduled(every = "6h", delayed = "10m")
    void forgetTaken() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from outbox where published_at < :then")
                .bind("then", clock.now().minus(KEPT))
                .execute());
    }
}
