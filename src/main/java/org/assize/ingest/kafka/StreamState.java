package org.assize.ingest.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.assize.ingest.Feed;
import org.jspecify.annotations.Nullable;

/**
 * How the feeds from Kafka stand.
 *
 * @param servers the brokers that were configured; null when Kafka is off
 * @param connected whether the brokers answered when they were last asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamState(@Nullable String servers, String group, boolean connected, List<Topic> topics) {

    public StreamState {
        topics = List.copyOf(topics);
    }

    public boolean isOn() {
        return servers != null;
    }

    /**
     * One feed's topic.
     *
     * @param there whether the brokers have it
     * @param lag messages that wait in Kafka to be taken; null as long as the brokers have not said
     * @param deadLetters that wait for a person, counted up to a thousand
     * @param lastSentAt Kafka's instant of the newest message that was taken
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Topic(
            Feed feed,
            String name,
            boolean there,
            int partitions,
            @Nullable Long lag,
            long accepted,
            long duplicates,
            long updated,
            long rejected,
            int deadLetters,
            @Nullable Instant lastSentAt) {

        public long read() {
            return accepted + duplicates + updated + rejected;
        }
    }
}
