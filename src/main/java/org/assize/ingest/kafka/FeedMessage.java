package org.assize.ingest.kafka;

import java.time.Instant;
import java.util.UUID;
import org.assize.ingest.Feed;
import org.jspecify.annotations.Nullable;

/**
 * One message as Kafka handed it out.
 *
 * @param topicId of the topic, which differs when it was made anew under its name
 * @param version of the record, from the message's header {@code version}; null where the sender numbers nothing
 * @param sentAt the instant that Kafka has for it
 */
record FeedMessage(
        Feed feed,
        Place place,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable Long version,
        Instant sentAt) {

    /** A partition. */
    record Place(String topic, UUID topicId, int partition) {}

    int size() {
        return value == null ? 0 : value.length;
    }
}
