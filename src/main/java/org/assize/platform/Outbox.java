package org.assize.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * What is to leave the process, written down in the transaction that decides it and sent after the commit: nothing is
 * told that did not happen, and nothing that happened is left untold.
 */
@ApplicationScoped
public class Outbox {

    private final Jdbi jdbi;
    private final ObjectMapper json;

    Outbox(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
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
}
