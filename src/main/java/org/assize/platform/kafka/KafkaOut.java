package org.assize.platform.kafka;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** Sends to Kafka and waits until the brokers have it. Who calls keeps the messages until then. */
@ApplicationScoped
public class KafkaOut {

    static final String CHANNEL = "out";

    /** Messages of one {@link #send}: as many as the channel holds. */
    public static final int MOST = 100;

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Emitter<byte[]> emitter;

    KafkaOut(@Channel(CHANNEL) Emitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** @param key by which Kafka chooses the partition; messages of one key stay in their order */
    public record Letter(String topic, byte @Nullable [] key, byte[] value, Map<String, String> headers) {}

    /** Kafka did not take everything; some of it may have arrived. */
    public static final class NotSent extends Exception {
        NotSent(Throwable cause) {
            super("Kafka did not take the messages", cause);
        }
    }

    /** @param letters at most {@link #MOST}, which arrive in their order */
    public void send(List<Letter> letters) throws NotSent {
        CompletableFuture<?>[] sent = letters.stream().map(this::send).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(sent).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotSent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent(e);
        }
    }

    private CompletableFuture<Void> send(Letter letter) {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        Headers headers = new RecordHeaders();
        letter.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        var address = OutgoingKafkaRecordMetadata.<byte @Nullable []>builder()
                .withTopic(letter.topic())
                .withKey(letter.key())
                .withHeaders(headers)
                .build();
        Message<byte[]> message = Message.of(
                letter.value(),
                Metadata.of(address),
                () -> {
                    arrived.complete(null);
                    return DONE;
                },
                cause -> {
                    arrived.completeExceptionally(cause);
                    return DONE;
                });
        emitter.send(message);
        return arrived;
    }
}
