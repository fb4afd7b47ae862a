package org.assize.platform.rest;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Node;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The answers that were given under an idempotency key. Owns the table of that name; takes part in no transaction but in {@link #note}. */
@ApplicationScoped
class KeptAnswers {

    /** How long a node that never came back may block a key of its own. */
    private static final Duration ABANDONED = Duration.ofMinutes(15);

    record Key(UUID actor, String text) {}

    sealed interface Reservation {}

    record Reserved() implements Reservation {}

    record StillRunning() implements Reservation {}

    record OtherRequest() implements Reservation {}

    record Answered(Answer answer) implements Reservation {}

    /**
     * An answer as it was given.
     *
     * @param body null when there was none, and when it is not kept: then there is a {@code contentType}
     * @param contentHash of the request's body, when that was read as a stream
     */
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            byte @Nullable [] body,
            byte @Nullable [] contentHash) {

        Answer withBody(String type, byte @Nullable [] its) {
            return new Answer(status, type, location, its, contentHash);
        }
    }

    /** Something was done under the key, and what was answered is not known. */
    private static final Answer LOST = new Answer(409, Problem.MEDIA_TYPE, null, null, null);

    private record Row(
            byte[] requestHash,
            Instant createdAt,
            boolean done,
            @Nullable Answer answer) {}

    private final Jdbi jdbi;
    private final Node node;

    KeptAnswers(Jdbi jdbi, Node node) {
        this.jdbi = jdbi;
        this.node = node;
    }

    /** What this node was doing when it stopped will not be answered any more: keys under which nothing was done are free. */
    void onStart(@Observes StartupEvent start) {
        jdbi.useHandle(handle -> free(handle, "node = :node", Map.of("node", node.id())));
    }

    private static void free(Handle handle, String which, Map<String, ?> values) {
        handle.createUpdate("delete from idempotency_key where status is null and done_at is null and " + which)
                .bindMap(values)
                .execute();
        handle.createUpdate("update idempotency_key set status = :status, content_type = :type"
                        + " where status is null and done_at is not null and " + which)
                .bind("status", LOST.status())
                .bind("type", LOST.contentType())
                .bindMap(values)
                .execute();
    }

    Reservation reserve(Key key, byte[] requestHash, Instant now) {
        return jdbi.withHandle(handle -> {
            if (insert(handle, key, requestHash, now)) {
                return new Reserved();
            }
            Optional<Row> row = find(handle, key);
            // between the two statements the first request may have failed and given the key back
            return row.<Reservation>map(found -> judge(found, requestHash, now)).orElseGet(StillRunning::new);
        });
    }

    private boolean insert(Handle handle, Key key, byte[] requestHash, Instant now) {
        return handle.createUpdate("""
                                insert into idempotency_key as kept (actor_id, key, request_hash, node, created_at)
                                values (:actor, :key, :hash, :node, :now)
                                on conflict (actor_id, key) do update
                                  set request_hash = excluded.request_hash, node = excluded.node, created_at = excluded.created_at
                                  -- left behind by a node that died and was never started again
                                  where kept.status is null and kept.done_at is null and kept.created_at < :abandoned
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
                        select request_hash, created_at, done_at is not null as done, status, content_type, location, body,
                          content_hash
                        from idempotency_key
                        where actor_id = :actor and key = :key
                        """)
                .bind("actor", key.actor())
                .bind("key", key.text())
                .map((row, context) -> {
                    Integer status = row.getObject("status", Integer.class);
                    return new Row(
                            row.getBytes("request_hash"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            row.getBoolean("done"),
                            status == null
                                    ? null
                                    : new Answer(
                                            status,
                                            row.getString("content_type"),
                                            row.getString("location"),
                                            row.getBytes("body"),
                                            row.getBytes("content_hash")));
                })
                .findOne();
    }

    private static Reservation judge(Row row, byte[] requestHash, Instant now) {
        if (!MessageDigest.isEqual(row.requestHash(), requestHash)) {
            return new OtherRequest();
        }
        Answer answer = row.answer();
        if (answer != null) {
            return new Answered(answer);
        }
        return row.done() && row.createdAt().isBefore(now.minus(ABANDONED)) ? new Answered(LOST) : new StillRunning();
    }

    /** Notes, in the caller's transaction, that something is done under the key. */
    void note(Key key, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update idempotency_key set done_at = :now
                        where actor_id = :actor and key = :key and done_at is null
                        """)
                .bind("now", now)
                .bind("actor", key.actor())
                .bind("key", key.text())
                .execute());
    }

    void keep(Key key, Answer answer) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update idempotency_key
                        set status = :status, location = :location, content_type = :type, body = :body, content_hash = :content
                        where actor_id = :actor and key = :key and status is null
                        """)
                .bind("status", answer.status())
                .bind("location", answer.location())
                .bind("type", answer.contentType())
                .bind("body", answer.body())
                .bind("content", answer.contentHash())
                .bind("actor", key.actor())
                .bind("key", key.text())
                .execute());
    }

    /** Gives a key back whose request came to nothing; where something had been done before it failed, that is its answer. */
    void release(Key key) {
        jdbi.useHandle(handle ->
                free(handle, "actor_id = :actor and key = :key", Map.of("actor", key.actor(), "key", key.text())));
    }

    void forgetBefore(Instant then) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from idempotency_key where created_at < :then")
                .bind("then", then)
                .execute());
    }
}
