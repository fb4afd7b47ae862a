package org.assize.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The marketplace at the other end of the topics. */
final class KafkaMessages implements AutoCloseable {

    private final String servers;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaMessages(String servers) {
        this.servers = servers;
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ProducerConfig.LINGER_MS_CONFIG, 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** One message of a feed. */
    record Sent(
            String feed,
            String seller,
            byte @Nullable [] value,
            @Nullable Long version) {

        Sent(String feed, String seller, String value) {
            this(feed, seller, value.getBytes(UTF_8), null);
        }
    }

    /** Sends in this order and waits until the broker has all of it. */
    void send(List<Sent> messages) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> arrived = new ArrayList<>();
        for (Sent sent : messages) {
            var message =
                    new ProducerRecord<>("assize." + sent.feed(), sent.seller().getBytes(UTF_8), sent.value());
            if (sent.version() != null) {
                message.headers().add("version", sent.version().toString().getBytes(UTF_8));
            }
            arrived.add(producer.send(message));
        }
        producer.flush();
        for (Future<RecordMetadata> each : arrived) {
            each.get();
        }
    }

    /** Another member of a group, with what it was handed out never told to be taken. */
    KafkaConsumer<byte[], byte[]> member(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** What a topic holds, until {@code wanted} messages are read or half a minute has passed. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int wanted) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (var reader = member("reader-" + System.nanoTime())) {
            reader.subscribe(List.of(topic));
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (read.size() < wanted && System.nanoTime() < until) {
                reader.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
