package org.assize.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.assize.TestDatabase;
import org.assize.ingest.Corpus;
import org.assize.ingest.Corpus.Wrong;
import org.assize.ingest.Reason;
import org.assize.ingest.kafka.KafkaMessages.Sent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The objects of the {@link Corpus} as messages: each is kept or becomes a dead letter with the reason it would have by REST. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(KafkaProfile.Alone.class)
class KafkaCorpusIT {

    private static final long SEED = 20_260_301;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    /** What a producer of default settings refuses to send. */
    private static final int MOST_SENT = 1_000_000;

    @ConfigProperty(name = "assize.kafka.servers")
    String servers;

    @Inject
    Jdbi jdbi;

    @Test
    void everyMessageIsKeptOrSetAsideWithItsReason() throws Exception {
        List<Corpus.Record> records = Corpus.records(SEED);
        List<Sent> messages = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            Corpus.Record record = records.get(i);
            byte[] value = record.bytes().apply("corpus-kafka-%04d-".formatted(i));
            if (value.length < MOST_SENT) {
                messages.add(new Sent(record.feed().code(), Integer.toString(i), value, null));
            }
        }
        try (var broker = new KafkaMessages(servers)) {
            broker.send(messages);
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        while (sum("accepted + duplicates + updated + rejected") < messages.size() && System.nanoTime() < until) {
            LockSupport.parkNanos(100_000_000);
        }
        assertThat(sum("accepted + duplicates + updated + rejected")).isEqualTo(messages.size());
        Map<Integer, Wrong> letters = letters();
        assertThat(letters).hasSize((int) sum("rejected"));

        var soft = new SoftAssertions();
        for (Sent message : messages) {
            int number = Integer.parseInt(message.seller());
            Corpus.Record record = records.get(number);
            Wrong letter = letters.get(number);
            List<Wrong> expected = record.expected().wrong();
            if (letter != null) {
                soft.assertThat(letter.reason()).as(record.name()).isNotEqualTo(Reason.BROKEN_HERE);
            }
            if (expected != null) {
                soft.assertThat(letter == null).as(record.name()).isEqualTo(expected.isEmpty());
            }
            if (letter != null && expected != null && !expected.isEmpty()) {
                Wrong wrong = expected.getFirst();
                soft.assertThat(letter.reason()).as(record.name()).isEqualTo(wrong.reason());
                if (wrong.column() != null) {
                    soft.assertThat(letter.column()).as(record.name()).isEqualTo(wrong.column());
                }
            }
        }
        System.out.printf(
                "%-28s %5d files, %6d rows = %6d accepted + %4d duplicates + %3d updated + %5d rejected%n",
                "Kafka (messages)",
                messages.size(),
                messages.size(),
                sum("accepted"),
                sum("duplicates"),
                sum("updated"),
                sum("rejected"));
        soft.assertAll();
    }

    private long sum(String what) {
        return jdbi.withHandle(handle -> handle.createQuery("select coalesce(sum(<what>), 0) from feed_offset")
                .define("what", what)
                .mapTo(Long.class)
                .one());
    }

    private Map<Integer, Wrong> letters() {
        Map<Integer, Wrong> letters = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("select message_key, column_name, reason from dead_letter")
                .map((row, context) -> Map.entry(
                        Integer.parseInt(new String(row.getBytes(1), UTF_8)),
                        new Wrong(
                                -1,
                                row.getString(2),
                                Reason.valueOf(row.getString(3).toUpperCase(java.util.Locale.ROOT)))))
                .forEach(letter -> letters.put(letter.getKey(), letter.getValue())));
        return letters;
    }
}
