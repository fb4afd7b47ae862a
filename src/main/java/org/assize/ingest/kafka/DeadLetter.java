package org.assize.ingest.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assize.ingest.Feed;
import org.assize.ingest.Reject;

/**
 * A message that was not taken and waits for a person.
 *
 * @param reject why, with the value that was wrong or the beginning of the message, shortened
 * @param attempts how often it was tried
 */
public record DeadLetter(
        UUID id,
        Feed feed,
        String topic,
        int partition,
        long offset,
        Reject reject,
        int attempts,
        Instant sentAt,
        Instant failedAt) {

    /** What the trail says of it: where it lies, not what is in it. */
    Map<String, Object> payload() {
        return Map.of(
                "letter", id.toString(), "feed", feed.code(), "topic", topic, "partition", partition, "offset", offset);
    }
}
