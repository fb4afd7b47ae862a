package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.ingest.Complaint;
import org.assize.ingest.Feed;
import org.assize.ingest.Reason;
import org.assize.ingest.Reject;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code dead_letter}. */
@ApplicationScoped
class DeadLetters {

    private static final String LISTED =
            "id, feed, topic, partition, message_offset, reason, arguments, column_name, value, attempts, sent_at, failed_at";

    private final Jdbi jdbi;
    private final Bulletin bulletin;

    DeadLetters(Jdbi jdbi, Bulletin bulletin) {
        this.jdbi = jdbi;
        this.bulletin = bulletin;
    }

    /** A letter with the message in it. */
    record Whole(
            DeadLetter letter,
            byte @Nullable [] key,
            byte @Nullable [] message,
            int size,
            @Nullable Long version,
            boolean waiting) {}

    void put(FeedMessage message, Reject reject, int attempts, Instant now) {
        byte[] value = message.value();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into dead_letter (id, feed, topic, topic_id, partition, message_offset, message_key, message,
                          message_size, version, sent_at, reason, arguments, column_name, value, attempts, state, failed_at)
                        values (:id, :feed, :topic, :topicId, :partition, :offset, :key, :message, :size, :version, :sentAt,
                          :reason, :arguments, :column, :value, :attempts, 'WAITING', :now)
                        """)
                .bind("id", Ids.next())
                .bind("feed", message.feed().code())
                .bind("topic", message.place().topic())
                .bind("topicId", message.place().topicId())
                .bind("partition", message.place().partition())
                .bind("offset", message.offset())
                .bind("key", message.key())
                .bind(
                        "message",
                        value == null ? null : Arrays.copyOf(value, Math.min(value.length, TakeMessages.LONGEST)))
                .bind("size", message.size())
                .bind("version", message.version())
                .bind("sentAt", message.sentAt())
                .bind("reason", reject.complaint().reason().key())
                .bindArray(
                        "arguments",
                        String.class,
                        reject.complaint().arguments().toArray())
                .bind("column", reject.column())
                .bind("value", reject.value())
                .bind("attempts", attempts)
                .bind("now", now)
                .execute());
        changed();
    }

    /** Those that wait, the newest first, behind the given one. */
    List<DeadLetter> waiting(@Nullable Instant failedAt, @Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select <listed> from dead_letter
                        where state = 'WAITING'
                          and (cast(:at as timestamptz) is null or (failed_at, id) < (:at, :id))
                        order by failed_at desc, id desc limit <limit>
                        """)
                .define("listed", LISTED)
                .bindByType("at", failedAt, Instant.class)
                .bindByType("id", id, UUID.class)
                .define("limit", limit)
                .map((row, context) -> letter(row))
                .list());
    }

    /** How many wait in each feed, counted up to {@code most}. */
    Map<Feed, Integer> waiting(int most) {
        Map<Feed, Integer> waiting = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select feed, count(*) as letters
                        from (select feed from dead_letter where state = 'WAITING' limit :most) as counted
                        group by feed
                        """)
                .bind("most", most)
                .map((row, context) ->
                        waiting.put(Feed.ofCode(row.getString("feed")).orElseThrow(), row.getInt("letters")))
                .list());
        return waiting;
    }

    /** Locked until the caller's transaction ends. */
    Optional<Whole> lock(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + LISTED + """
                        , message_key, message, message_size, version, state
                        from dead_letter where id = :id
                        for no key update
                        """)
                .bind("id", id)
                .map((row, context) -> whole(row, row.getString("state").equals("WAITING")))
                .findOne());
    }

    /** Those that the dead letters' topic does not have yet, locked and the oldest first. */
    List<Whole> unpublished(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + LISTED + """
                        , message_key, message, message_size, version
                        from dead_letter where published_at is null
                        order by failed_at, id limit <limit>
                        for no key update skip locked
                        """)
                .define("limit", limit)
                .map((row, context) -> whole(row, true))
                .list());
    }

    void published(Collection<UUID> ids, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("update dead_letter set published_at = :now where id = any (:ids)")
                .bind("now", now)
                .bindArray("ids", UUID.class, ids.toArray())
                .execute());
    }

    void settle(UUID id, boolean taken, UUID actor, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update dead_letter
                        set state = :state, settled_by = :actor, settled_at = :now, attempts = attempts + :attempt
                        where id = :id
                        """)
                .bind("state", taken ? "TAKEN" : "DROPPED")
                .bind("attempt", taken ? 1 : 0)
                .bind("actor", actor)
                .bind("now", now)
                .bind("id", id)
                .execute());
        changed();
    }

    void refusedAgain(UUID id, Reject reject) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update dead_letter
                        set attempts = attempts + 1, reason = :reason, arguments = :arguments, column_name = :column, value = :value
                        where id = :id
                        """)
                .bind("reason", reject.complaint().reason().key())
                .bindArray(
                        "arguments",
                        String.class,
                        reject.complaint().arguments().toArray())
                .bind("column", reject.column())
                .bind("value", reject.value())
                .bind("id", id)
                .execute());
        changed();
    }

    private void changed() {
        bulletin.post(new Change(DeadLetterList.TOPIC, Change.ANY));
    }

    private static Whole whole(ResultSet row, boolean waiting) throws SQLException {
        return new Whole(
                letter(row),
                row.getBytes("message_key"),
                row.getBytes("message"),
                row.getInt("message_size"),
                row.getObject("version", Long.class),
                waiting);
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getObject("id", UUID.class),
                Feed.ofCode(row.getString("feed")).orElseThrow(),
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("message_offset"),
                new Reject(
                        1,
                        row.getString("column_name"),
                        row.getString("value"),
                        Complaint.of(Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)), (Object[])
                                row.getArray("arguments").getArray())),
                row.getInt("attempts"),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                row.getObject("failed_at", OffsetDateTime.class).toInstant());
    }
}
