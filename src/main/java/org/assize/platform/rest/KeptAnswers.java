package org.assize.platform.rest;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Node;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The answers that were given under an idempotency key. Owns the table of that name; takes part in no transaction. */
@ApplicationScoped
class KeptAnswers {

    /** How long a node that never came back may block a key of its own. */
    private static final Duration ABANDONED = Duration.ofMinutes(15);

    record Key(UUID actor, String text) {}

    sealed interface Reservation {}

    record Reserved() implements Reservation {}

    record StillRunning() implements Reservation {}

    record OtherRequest() implements Reservation {}

    record Answered(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            byte @Nullable [] body) implements Reservation {}

    private record Row(
            byte[] requestHash,
            @Nullable Integer status,
            @Nullable String contentType,
            @Nullable String location,
            byte @Nullable [] body) {}

    private final Jdbi jdbi;
    private final Node node;

    KeptAnswers(Jdbi jdbi, Node node) {
        this.jdbi = jdbi;
        this.node = node;
    }

    /** What this node was doing when it stopped will not be answered any more: the keys are free again. */
    void onStart(@Observes StartupEvent start) {
        jdbi.useHandle(
                handle -> handle.createUpdate("delete from idempotency_key where status is null and node = :node")
                        .bind("node", node.id())
                        .execute());
    }

    Reservation reserve(Key key, byte[] requestHash, Instant now) {
        return jdbi.withHandle(handle -> {
            if (insert(handle, key, requestHash, now)) {
                return new Reserved();
            }
            Optional<Row> row = find(handle, key);
            // between the two statements the first request may have failed and given the key back
            return row.<Reservation>map(found -> judge(found, requestHash)).orElseGet(StillRunning::new);
        });
    }

    private boolean insert(Handle handle, Key key, byte[] requestHash, Instant now) {
        return handle.createUpdate("""
                                insert into idempotency_key as kept (actor_id, key, request_hash, node, created_at)
                                values (:actor, :key, :hash, :node, :now)
                                on conflict (actor_id, key) do update
                                  set request_hash = excluded.request_hash, node = excluded.node, created_at = excluded.created_at
                                  -- left behind by a node that died and was never started again
                                  where kept.status is null and kept.created_at < :abandoned
                                """)
                        .bind("actor", key.actor())
                        .bind("key", key.text())
                        .bind("hash", requestHash)
                        .bind("node", node.id())
                        .bind("now", now)
                        .bind("abandoned", now.minus(ABANDONED))
                        .execute()
                == 1;
    }

    private static Optional<Row> find(Handle handle, Key key) {
        return handle.createQuery("""
                        select request_hash, status, content_type, location, body from idempotency_key
                        where actor_id = :actor and key = :key
                        """)
                .bind("actor", key.actor())
                .bind("key", key.text())
                .map((row, context) -> new Row(
                        row.getBytes(1),
                        row.getObject(2, Integer.class),
                        row.getString(3),
                        row.getString(4),
                        row.getBytes(5)))
                .findOne();
    }

    private static Reservation judge(Row row, byte[] requestHash) {
        if (!MessageDigest.isEqual(row.requestHash(), requestHash)) {
            return new OtherRequest();
        }
        return row.status() == null
                ? new StillRunning()
                : new Answered(row.status(), row.contentType(), row.location(), row.body());
    }

    void keep(Key key, int status, @Nullable String location, @Nullable String contentType, byte @Nullable [] body) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update idempotency_key
                        set status = :status, location = :location, content_type = :type, body = :body
                        where actor_id = :actor and key = :key and status is null
                        """)
                .bind("status", status)
                .bind("location", location)
                .bind("type", contentType)
                .bind("body", body)
                .bind("actor", key.actor())
                .bind("key", key.text())
                .execute());
    }

    void release(Key key) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "delete from idempotency_key where actor_id = :actor and key = :key and status is null")
                .bind("actor", key.actor())
                .bind("key", key.text())
                .execute());
    }

    void forgetBefore(Instant then) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from idempotency_key where created_at < :then")
                .bind("then", then)
                .execute());
    }
}
