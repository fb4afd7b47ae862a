package org.assize.ingest.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.assize.platform.kafka.KafkaConfig;
import org.jspecify.annotations.Nullable;

/** Asks the brokers about topics. */
@ApplicationScoped
class Brokers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConfig config;
    private final Map<String, Object> settings;
    private final Map<String, UUID> ids = new ConcurrentHashMap<>();
    private @Nullable Admin admin;

    Brokers(KafkaConfig config, @Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.config = config;
        this.settings = settings;
    }

    /** No broker answered, or none that would say. */
    static final class Unreachable extends Exception {
        Unreachable(Throwable cause) {
            super(cause);
        }
    }

    /** @param ends offset of the next message by partition, {@code starts} of the oldest that is kept */
    record Topic(UUID id, Map<Integer, Long> starts, Map<Integer, Long> ends) {}

    /** What this topic's id is, by which one that was made anew is told from its predecessor; remembered. */
    UUID idOf(String topic) throws Unreachable {
        UUID known = ids.get(topic);
        if (known == null) {
            known = result(admin().describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .map(described -> id(described.topicId()))
                    .findFirst()
                    .orElseThrow();
            ids.put(topic, known);
        }
        return known;
    }

    /** The next {@link #idOf} asks the brokers again. */
    void forget(Collection<String> topics) {
        topics.forEach(ids::remove);
    }

    /** Those of these topics that there are, by name. */
    Map<String, Topic> look(Collection<String> names) throws Unreachable {
        Map<String, TopicDescription> described = new HashMap<>();
        for (var asked : admin().describeTopics(names).topicNameValues().entrySet()) {
            try {
                described.put(asked.getKey(), result(asked.getValue()));
            } catch (Unreachable e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        Map<TopicPartition, Long> starts = offsets(described, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(described, OffsetSpec.latest());
        Map<String, Topic> topics = new HashMap<>();
        described.forEach(
                (name, topic) -> topics.put(name, new Topic(id(topic.topicId()), of(name, starts), of(name, ends))));
        return topics;
    }

    private Map<TopicPartition, Long> offsets(Map<String, TopicDescription> topics, OffsetSpec which)
            throws Unreachable {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> asked.put(new TopicPartition(name, partition.partition()), which)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        result(admin().listOffsets(asked).all()).forEach((at, found) -> offsets.put(at, found.offset()));
        return offsets;
    }

    private static Map<Integer, Long> of(String topic, Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> its = new HashMap<>();
        offsets.forEach((at, offset) -> {
            if (at.topic().equals(topic)) {
                its.put(at.partition(), offset);
            }
        });
        return its;
    }

    private synchronized Admin admin() throws Unreachable {
        if (admin == null) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.servers().orElseThrow());
            all.put(AdminClientConfig.CLIENT_ID_CONFIG, "assize-asks");
            all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
            all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
            try {
                admin = Admin.create(all);
            } catch (KafkaException e) {
                throw new Unreachable(e);
            }
        }
        return admin;
    }

    synchronized void onStop(@Observes ShutdownEvent stop) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private static UUID id(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static <T> T result(KafkaFuture<T> future) throws Unreachable {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new Unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(e);
        }
    }
}
