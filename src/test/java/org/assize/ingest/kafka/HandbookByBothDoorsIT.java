package org.assize.ingest.kafka;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.assize.BootstrapProfile;
import org.assize.DatabaseOwner;
import org.assize.TestDatabase;
import org.assize.feature.FeatureCatalog;
import org.assize.ingest.kafka.KafkaMessages.Sent;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.scoring.ScoreHistory;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first days of the Fraud Detection Handbook by file, and in an empty database through Kafka, in shuffled batches with
 * every message sent twice: orders, sellers and outcomes are the same, and so, to the bit, is what a model sees of each order and
 * what it says of it. All of the history: {@code -Dhandbook.days=136}.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(KafkaProfile.Wide.class)
class HandbookByBothDoorsIT {

    private static final Instant START = Instant.parse("2018-04-01T00:00:00Z");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int DAYS = Integer.getInteger("handbook.days", 6);
    private static final int BATCH = 5_000;
    private static final long SEED = 20_180_401;
    private static final String VERSION = "order-both-doors";
    private static final Path MAPPINGS = Path.of("docs/mappings");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "assize.kafka.servers")
    String servers;

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    ScoreHistory scoreHistory;

    @TempDir
    Path directory;

    /** Digests of rows by the hour they speak of, sellers by the beginning of their id: a whole history fits into memory. */
    private record World(
            Map<String, String> orders,
            Map<String, String> sellers,
            Map<String, String> outcomes,
            Map<String, String> scores) {}

    private record Slice(Path file, int orders, int frauds) {}

    @Test
    void aHistoryIsTheSameByFileAndByMessagesThatComeTwiceAndInDisorder() throws Exception {
        Slice slice = handbook();
        assertThat(slice.orders()).isGreaterThan(8_000 * DAYS);

        long began = System.nanoTime();
        imported("orders", slice.file(), "handbook-orders.json");
        imported("outcomes", slice.file(), "handbook-outcomes-orders.json");
        imported("outcomes", slice.file(), "handbook-outcomes-sellers.json");
        double byFile = seconds(began);
        World imported = scored();
        assertThat(number("select count(*) from orders")).isEqualTo(slice.orders());
        assertThat(number("select count(*) from score where subject_kind = 'order'"))
                .isEqualTo(slice.orders());
        assertThat(number("select count(*) from outcome where subject_kind = 'order'"))
                .isEqualTo(slice.frauds());

        anEmptyDatabase();
        began = System.nanoTime();
        long messages = stream(slice);
        await(
                "all messages",
                () -> number("select coalesce(sum(accepted + duplicates + updated + rejected), 0) from feed_offset")
                        == 2 * messages);
        double byKafka = seconds(began);
        assertThat(number("select coalesce(sum(rejected + updated), 0) from feed_offset"))
                .isZero();
        assertThat(number("select sum(duplicates) from feed_offset")).isEqualTo(messages);
        World streamed = scored();

        System.out.printf(
                "handbook, %d days: %,d orders, %,d outcomes; by file %.1f s, as %,d messages %.1f s%n",
                DAYS, slice.orders(), messages - slice.orders(), byFile, 2 * messages, byKafka);
        same("orders", streamed.orders(), imported.orders());
        same("sellers", streamed.sellers(), imported.sellers());
        same("outcomes", streamed.outcomes(), imported.outcomes());
        same("vectors and scores", streamed.scores(), imported.scores());
    }

    /** Sends every message twice, in batches that are shuffled; says how many there were. */
    private long stream(Slice slice) throws Exception {
        Random random = new Random(SEED);
        List<Sent> batch = new ArrayList<>();
        long messages = 0;
        try (var broker = new KafkaMessages(servers);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(slice.file())) {
            for (var each = rows.iterator(); each.hasNext(); ) {
                batch.addAll(messages(each.next()));
                if (batch.size() >= BATCH || !each.hasNext()) {
                    messages += batch.size();
                    batch.addAll(List.copyOf(batch));
                    Collections.shuffle(batch, random);
                    broker.send(batch);
                    batch.clear();
                }
            }
        }
        return messages;
    }

    /** What is there, after a model has scored all of it, each order as of its own instant. */
    private World scored() {
        FeatureCatalog catalog = FeatureCatalog.orders();
        ModelByHand.crown(jdbi, SubjectKind.ORDER, VERSION, catalog.names(), 150, true, (row, suspicious) -> {
            double[] vector = new double[catalog.size()];
            vector[catalog.position("amount")] = suspicious ? 200 + row : row / 2.0;
            return vector;
        });
        champions.lookAgain();
        UUID run = scoreHistory.request(Actor.SYSTEM, SubjectKind.ORDER, START, START.plus(Duration.ofDays(DAYS)));
        await(
                "the scores",
                () -> number("select count(*) from scoring_run where state = 'DONE' and id = '" + run + "'") == 1);
        return new World(
                digests(
                        "placed_at::text",
                        "orders",
                        "placed_at, order_id",
                        "to_jsonb(t) - 'recorded_at' - 'written_by'"),
                digests("left(md5(seller_id), 2)", "seller", "seller_id", "to_jsonb(t) - 'recorded_at'"),
                digests(
                        "occurred_at::text",
                        "outcome",
                        "subject_kind, subject_id, known_at",
                        "to_jsonb(t) - 'id' - 'recorded_at'"),
                digests(
                        "as_of::text",
                        "score",
                        "as_of, subject_id",
                        "concat_ws(' ', subject_kind, subject_id, as_of, model_version, score, percentile, features)"));
    }

    private static void same(String what, Map<String, String> actual, Map<String, String> expected) {
        List<String> different = expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(actual.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .limit(10)
                .toList();
        assertThat(different).as("%s that differ", what).isEmpty();
        assertThat(actual).as(what).hasSameSizeAs(expected);
    }

    private Slice handbook() throws IOException {
        Path path = Path.of(
                        Optional.ofNullable(System.getenv("ASSIZE_PUBLIC_DATA")).orElse("../shared/data"))
                .resolve("handbook/transactions-2018-04-01_2018-08-14.csv.gz");
        assumeTrue(Files.exists(path), "skipped: the public data set is not there: " + path);
        Path file = directory.resolve("handbook.csv");
        int orders = 0;
        int frauds = 0;
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                        .ofNamedCsvRecord(new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(path), 1 << 16), UTF_8));
                CsvWriter csv = CsvWriter.builder().build(file)) {
            for (NamedCsvRecord row : rows) {
                if (Integer.parseInt(row.getField("TX_TIME_DAYS")) >= DAYS) {
                    break;
                }
                if (orders++ == 0) {
                    csv.writeRecord(row.getHeader());
                }
                csv.writeRecord(row.getFields());
                frauds += fraud(row) ? 1 : 0;
            }
        }
        return new Slice(file, orders, frauds);
    }

    /** A row as the mappings read it; what is known of it only later comes with it. */
    private static List<Sent> messages(NamedCsvRecord row) throws IOException {
        List<Sent> messages = new ArrayList<>();
        String order = row.getField("TRANSACTION_ID");
        String seller = row.getField("TERMINAL_ID");
        String buyer = row.getField("CUSTOMER_ID");
        Instant at = LocalDateTime.parse(row.getField("TX_DATETIME"), TIME).toInstant(ZoneOffset.UTC);
        messages.add(message(
                "orders",
                seller,
                Map.of(
                        "order_id", order,
                        "placed_at", at.toString(),
                        "seller_id", seller,
                        "buyer_id", buyer,
                        "payment_id", buyer,
                        "amount", row.getField("TX_AMOUNT"),
                        "currency", "EUR")));
        if (fraud(row)) {
            messages.add(outcome(
                    seller,
                    "order",
                    order,
                    at,
                    switch (row.getField("TX_FRAUD_SCENARIO")) {
                        case "1" -> "other";
                        case "2" -> "account_takeover";
                        default -> "stolen_payment";
                    }));
        }
        if (row.getField("TX_FRAUD_SCENARIO").equals("2")) {
            messages.add(outcome(seller, "seller", seller, at, "account_takeover"));
        }
        return messages;
    }

    private static boolean fraud(NamedCsvRecord row) {
        return row.getField("TX_FRAUD").equals("1");
    }

    private static Sent outcome(String key, String kind, String id, Instant at, String typology) throws IOException {
        return message(
                "outcomes",
                key,
                Map.of(
                        "subject_kind",
                        kind,
                        "subject_id",
                        id,
                        "outcome",
                        "fraud",
                        "source",
                        "handbook",
                        "typology",
                        typology,
                        "occurred_at",
                        at.toString(),
                        "known_at",
                        at.plus(Duration.ofDays(7)).toString()));
    }

    private static Sent message(String feed, String key, Map<String, String> fields) throws IOException {
        return new Sent(feed, key, JSON.writeValueAsString(fields));
    }

    private static void imported(String feed, Path file, String mapping) {
        String id = asking().multiPart("file", file.toFile())
                .multiPart("map", MAPPINGS.resolve(mapping).toFile())
                .post("/api/v1/imports?feed=" + feed)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await(
                "the import by " + mapping,
                () -> "DONE".equals(asking().get("/api/v1/imports/" + id).path("state")));
        asking().get("/api/v1/imports/" + id).then().body("rejected", equalTo(0), "updated", equalTo(0));
    }

    /** Nobody scores what comes next as it comes: it comes in disorder, and is scored when all of it is there. */
    private void anEmptyDatabase() throws SQLException {
        DatabaseOwner.emptyTheWorld("audit_frame", "scoring_due", "champion");
        champions.lookAgain();
        assertThat(number("select count(*) from orders")).isZero();
    }

    /** One digest for the rows of each hour, or of whatever the first 13 characters of {@code time} say. */
    private Map<String, String> digests(String time, String table, String order, String row) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select left(<time>, 13) as part, count(*) || ' ' || md5(string_agg(md5((<row>)::text), '' order by <order>)) as digest
                        from <table> t group by 1
                        """)
                .define("time", time)
                .define("row", row)
                .define("table", table)
                .define("order", order)
                .reduceRows(new TreeMap<>(), (all, each) -> {
                    all.put(each.getColumn("part", String.class), each.getColumn("digest", String.class));
                    return all;
                }));
    }

    private long number(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void await(String what, BooleanSupplier met) {
        long until = System.nanoTime() + Duration.ofMinutes(3L + 2 * DAYS).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to wait for " + what).isLessThan(until);
            LockSupport.parkNanos(100_000_000);
        }
    }
}
