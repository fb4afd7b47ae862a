package org.assize.platform.kafka;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.Outbox;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Carries what waits in the outbox for a topic of Kafka there, one node at a time, so that messages of one key keep their order.
 * What was sent when the note of it was lost is sent again, under the same id.
 */
@ApplicationScoped
public class PublishOutbox {

    /** The outbox's name for what {@link KafkaConfig.Topics#flagged()} gets. */
    public static final String FLAGGED = "flagged";

    private static final Logger LOG = Logger.getLogger(PublishOutbox.class);

    private final KafkaConfig config;
    private final KafkaOut kafka;
    private final Outbox outbox;
    private final Jdbi jdbi;
    private final AssizeClock clock;

    PublishOutbox(KafkaConfig config, KafkaOut kafka, Outbox outbox, Jdbi jdbi, AssizeClock clock) {
        this.config = config;
        this.kafka = kafka;
        this.outbox = outbox;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void publish() {
        if (config.servers().isEmpty()) {
            return;
        }
        try {
            while (publishSome() == KafkaOut.MOST) {
                // until fewer wait than are sent at once
            }
        } catch (KafkaOut.NotSent e) {
            LOG.warnf("What waits in the outbox is kept until Kafka takes it: %s", e.getCause());
        }
    }

    private int publishSome() throws KafkaOut.NotSent {
        QuarkusTransaction.begin();
        try {
            int sent = alone() ? send(outbox.waiting(FLAGGED, null, null, KafkaOut.MOST)) : 0;
            QuarkusTransaction.commit();
            return sent;
        } finally {
            if (QuarkusTransaction.isActive()) {
                QuarkusTransaction.rollback();
            }
        }
    }

    private boolean alone() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select pg_try_advisory_xact_lock(hashtext('assize publish outbox'))")
                        .mapTo(Boolean.class)
                        .one());
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
