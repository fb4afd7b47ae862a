package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assize.ingest.Feed;
import org.assize.ingest.Taken;
import org.assize.ingest.kafka.FeedMessage.Place;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code feed_offset}: how far each partition was taken. */
@ApplicationScoped
class FeedOffsets {

    private static final Comparator<Place> LOCK_ORDER =
            Comparator.comparing(Place::topic).thenComparingInt(Place::partition);

    private final Jdbi jdbi;

    FeedOffsets(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What came of the messages of one partition. */
    static final class Sum {
        private long next;
        private Instant sentAt = Instant.EPOCH;
        private long accepted;
        private long duplicates;
        private long updated;
        private long rejected;

        void add(FeedMessage message, Taken<?> taken) {
            next = Math.max(next, message.offset() + 1);
            sentAt = message.sentAt().isAfter(sentAt) ? message.sentAt() : sentAt;
            switch (taken) {
                case Taken.Refused<?> _ -> rejected++;
                case Taken.Kept<?> kept -> {
                    switch (kept.disposition()) {
                        case ACCEPTED -> accepted++;
                        case DUPLICATE -> duplicates++;
                        case UPDATED -> updated++;
                    }
                }
            }
        }
    }

    /** How far a partition was taken, with what came of its messages. */
    record Taking(
            String topic,
            int partition,
            UUID topicId,
            long nextOffset,
            long accepted,
            long duplicates,
            long updated,
            long rejected,
            @Nullable Instant sentAt) {}

    List<Taking> all() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select topic, partition, topic_id, next_offset, accepted, duplicates, updated, rejected, sent_at
                        from feed_offset
                        """).map((row, context) -> taking(row)).list());
    }

    private static Taking taking(ResultSet row) throws SQLException {
        OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
        return new Taking(
                row.getString("topic"),
                row.getInt("partition"),
                row.getObject("topic_id", UUID.class),
                row.getLong("next_offset"),
                row.getLong("accepted"),
                row.getLong("duplicates"),
                row.getLong("updated"),
                row.getLong("rejected"),
                sentAt == null ? null : sentAt.toInstant());
    }

    /** Where to go on in each of these partitions; those never taken from are absent. */
    Map<Place, Long> next(Collection<Place> places) {
        Map<Place, Long> next = new HashMap<>();
        for (Taking taking : all()) {
            Place place = new Place(taking.topic(), taking.topicId(), taking.partition());
            if (places.contains(place)) {
                next.put(place, taking.nextOffset());
            }
        }
        return next;
    }

    /** The same, locked: whoever else was handed messages of these partitions waits for this transaction. */
    Map<Place, Long> lock(Map<Place, Feed> places) {
        Map<Place, Feed> ordered = new TreeMap<>(LOCK_ORDER);
        ordered.putAll(places);
        Map<Place, Long> next = new LinkedHashMap<>();
        jdbi.useHandle(handle -> {
            ordered.forEach((place, feed) -> {
                handle.createUpdate("""
                                insert into feed_offset (topic, partition, feed, topic_id, next_offset)
                                values (:topic, :partition, :feed, :topicId, 0)
                                on conflict do nothing
                                """)
                        .bind("topic", place.topic())
                        .bind("partition", place.partition())
                        .bind("feed", feed.code())
                        .bind("topicId", place.topicId())
                        .execute();
                long known = handle.createQuery("""
                                select case when topic_id = :topicId then next_offset else 0 end from feed_offset
                                where topic = :topic and partition = :partition
                                for no key update
                                """)
                        .bind("topic", place.topic())
                        .bind("partition", place.partition())
                        .bind("topicId", place.topicId())
                        .mapTo(Long.class)
                        .one();
                next.put(place, known);
            });
        });
        return next;
    }

    void advance(Map<Place, Sum> sums, Instant now) {
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("""
                    update feed_offset
                    set topic_id = :topicId, next_offset = :next, sent_at = :sentAt, taken_at = :now,
                        accepted = accepted + :accepted, duplicates = duplicates + :duplicates,
                        updated = updated + :updated, rejected = rejected + :rejected
                    where topic = :topic and partition = :partition
                    """);
            sums.forEach((place, sum) -> batch.bind("topic", place.topic())
                    .bind("partition", place.partition())
                    .bind("topicId", place.topicId())
                    .bind("next", sum.next)
                    .bind("sentAt", sum.sentAt)
                    .bind("now", now)
                    .bind("accepted", sum.accepted)
                    .bind("duplicates", sum.duplicates)
                    .bind("updated", sum.updated)
                    .bind("rejected", sum.rejected)
                    .add());
            batch.execute();
        });
    }
}
