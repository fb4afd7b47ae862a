package org.assize.ingest.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.assize.ingest.kafka.FeedMessage.Place;
import org.jdbi.v3.core.JdbiException;

/**
 * Goes on in each partition where the database stands, whatever Kafka was told: a database that was restored from a backup gets
 * again what it has lost.
 */
@ApplicationScoped
@Identifier(KafkaFeeds.CHANNEL)
class Positions implements KafkaConsumerRebalanceListener {

    private static final int ATTEMPTS = 30;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final FeedOffsets offsets;
    private final Brokers brokers;

    Positions(FeedOffsets offsets, Brokers brokers) {
        this.offsets = offsets;
        this.brokers = brokers;
    }

    /** Kafka does not ask a second time for what failed, so this tries for a minute before it lets Kafka's own note decide. */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        brokers.forget(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        for (int attempt = 1; ; attempt++) {
            try {
                next(partitions).forEach(consumer::seek);
                return;
            } catch (Brokers.Unreachable | JdbiException e) {
                if (attempt == ATTEMPTS) {
                    throw new KafkaException("nobody says how far " + partitions + " were taken", e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private Map<TopicPartition, Long> next(Collection<TopicPartition> partitions) throws Brokers.Unreachable {
        Map<Place, TopicPartition> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Place place = new Place(partition.topic(), brokers.idOf(partition.topic()), partition.partition());
            places.put(place, partition);
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        Map<Place, Long> known = offsets.next(places.keySet());
        places.forEach((place, partition) -> {
            Long offset = known.get(place);
            if (offset != null) {
                next.put(partition, offset);
            }
        });
        return next;
    }
}
