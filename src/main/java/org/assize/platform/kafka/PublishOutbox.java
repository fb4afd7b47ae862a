package org.assize.platform.kafka;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.assize.platform.Outbox;
import org.jdbi.v3.core.Jdbi;

/**
 * Carries what waits in the outbox for a topic of Kafka there, one node at a time, so that messages of one key keep their order.
 * What was sent when the note of it was lost is sent again, under the same id.
 */
@ApplicationScoped
public class PublishOutbox {

    /** The outbox's name for what {@link KafkaConfig.Topics#flagged()} gets. */
    public static final String FLAGGED = "flagged";

    private final KafkaConfig config;
    private final Carry carry;
    private final KafkaOut kafka;
    private final Outbox outbox;
    private final Jdbi jdbi;
    private final AssizeClock clock;

    PublishOutbox(KafkaConfig config, Carry carry, KafkaOut kafka, Outbox outbox, Jdbi jdbi, AssizeClock clock) {
        this.config = config;
        this.carry = carry;
        this.kafka = kafka;
        this.outbox = outbox;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void publish() {
        carry.all("Messages of the outbox", this::publishSome);
    }

    private int publishSome() throws KafkaOut.NotSent {
        boolean alone = jdbi.withHandle(handle -> OneNode.takes(handle, "assize.platform.publish_outbox"));
        return alone ? send(outbox.waiting(FLAGGED, null, null, KafkaOut.MOST)) : 0;
    }

    private int send(List<Outbox.Message> waiting) throws KafkaOut.NotSent {
        if (!waiting.isEmpty()) {
            kafka.send(waiting.stream().map(this::letter).toList());
            outbox.taken(FLAGGED, waiting.stream().map(Outbox.Message::id).collect(Collectors.toSet()), clock.now());
        }
        return waiting.size();
    }

    private KafkaOut.Letter letter(Outbox.Message message) {
        return new KafkaOut.Letter(
                config.topics().flagged(),
                message.key().getBytes(StandardCharsets.UTF_8),
                message.payload().getBytes(StandardCharsets.UTF_8),
                Map.of("id", message.id().toString()));
    }
}
