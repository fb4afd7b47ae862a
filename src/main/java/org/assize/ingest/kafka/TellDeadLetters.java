package org.assize.ingest.kafka;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assize.ingest.Reject;
import org.assize.platform.AssizeClock;
import org.assize.platform.kafka.Carry;
import org.assize.platform.kafka.KafkaConfig;
import org.assize.platform.kafka.KafkaOut;

/**
 * Puts dead letters into their own topic, after they were set aside: key and content as they came, and in headers where they came
 * from and why they were not taken. One may arrive twice, under the same id.
 */
@ApplicationScoped
class TellDeadLetters {

    private final KafkaConfig config;
    private final Carry carry;
    private final KafkaOut kafka;
    private final DeadLetters letters;
    private final AssizeClock clock;

    TellDeadLetters(KafkaConfig config, Carry carry, KafkaOut kafka, DeadLetters letters, AssizeClock clock) {
        this.config = config;
        this.carry = carry;
        this.kafka = kafka;
        this.letters = letters;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tell() {
        carry.all("Dead letters", this::tellSome);
    }

    private int tellSome() throws KafkaOut.NotSent {
        List<DeadLetters.Whole> untold = letters.unpublished(KafkaOut.MOST);
        if (!untold.isEmpty()) {
            kafka.send(untold.stream().map(this::outgoing).toList());
            letters.published(untold.stream().map(whole -> whole.letter().id()).toList(), clock.now());
        }
        return untold.size();
    }

    private KafkaOut.Letter outgoing(DeadLetters.Whole whole) {
        DeadLetter letter = whole.letter();
        Reject reject = letter.reject();
        byte[] message = whole.message();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("id", letter.id().toString());
        headers.put("topic", letter.topic());
        headers.put("partition", Integer.toString(letter.partition()));
        headers.put("offset", Long.toString(letter.offset()));
        headers.put("reason", reject.complaint().reason().key());
        headers.put("message", reject.complaint().sentence());
        headers.put("attempts", Integer.toString(letter.attempts()));
        if (reject.column() != null) {
            headers.put("column", reject.column());
        }
        return new KafkaOut.Letter(
                config.topics().deadLetters(), whole.key(), message == null ? new byte[0] : message, headers);
    }
}
