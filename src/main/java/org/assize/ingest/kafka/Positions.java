package org.assize.ingest.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.assize.ingest.kafka.FeedMessage.Place;

/**
 * Goes on in each partition where the database stands, whatever Kafka was told: a database that was restored from a backup gets
 * again what it has lost.
 */
@ApplicationScoped
@Identifier(KafkaFeeds.CHANNEL)
class Positions implements KafkaConsumerRebalanceListener {

    private final FeedOffsets offsets;
    private final Brokers brokers;

    Positions(FeedOffsets offsets, Brokers brokers) {
        this.offsets = offsets;
        this.brokers = brokers;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        brokers.forget(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<Place, TopicPartition> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                places.put(
                        new Place(partition.topic(), brokers.idOf(partition.topic()), partition.partition()),
                        partition);
            } catch (Brokers.Unreachable e) {
                throw new KafkaException("nobody says which topic this is: " + partition.topic(), e);
            }
        }
        offsets.next(places.keySet()).forEach((place, next) -> consumer.seek(places.get(place), next));
    }
}
