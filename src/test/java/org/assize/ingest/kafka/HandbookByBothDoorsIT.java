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
import java.sql.DriverManager;
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
    private static final int DAYS = Integer.getInteger("handbook.days", 5);
    private static final int BATCH = 5_000;
    private static final long SEED = 20_180_401;
    private static final String VERSION = "order-both-doors";
    private static final Path MAPPINGS = Path.of("docs/mappings");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "assize.kafka.servers")
    String servers;

    @ConfigProperty(name = "assize.db.url")
    String url;

    @ConfigProperty(name = "assize.db.user")
    String owner;

    @ConfigProperty(name = "assize.db.password")
    String password;

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    ScoreHistory scoreHistory;

    @TempDir
    Path directory;

    /** Digests of rows by the name of their subject. */
    private record World(
            Map<String, String> orders,
            Map<String, String> sellers,
            Map<String, String> outcomes,
            Map<String, String> scores) {}

    @Test
    void aHistoryIsTheSameByFileAndByMessagesThatComeTwiceAndInDisorder() throws Exception {
        List<NamedCsvRecord> rows = handbook();
        assertThat(rows).hasSizeGreaterThan(8_000 * DAYS);
        long frauds = rows.stream().filter(row -> fraud(row)).count();

        long began = System.nanoTime();
        Path file = file(rows);
        imported("orders", file, "handbook-orders.json");
        imported("outcomes", file, "handbook-outcomes-orders.json");
        imported("outcomes", file, "handbook-outcomes-sellers.json");
        double byFile = seconds(began);
        World imported = scored();
        assertThat(imported.orders()).hasSize(rows.size());
        assertThat(imported.scores()).hasSize(rows.size());
        assertThat(imported.outcomes()).hasSizeGreaterThanOrEqualTo((int) frauds);

        anEmptyDatabase();
        began = System.nanoTime();
        List<Sent> messages = messages(rows);
        Random random = new Random(SEED);
        try (var broker = new KafkaMessages(servers)) {
            for (int from = 0; from < messages.size(); from += BATCH) {
                List<Sent> batch = messages.subList(from, Math.min(messages.size(), from + BATCH));
                List<Sent> twice = new ArrayList<>(batch);
                twice.addAll(batch);
                Collections.shuffle(twice, random);
                broker.send(twice);
            }
        }
        await(
                "all messages",
                () -> number("select coalesce(sum(accepted + duplicates + updated + rejected), 0) from feed_offset")
                        == 2L * messages.size());
        double byKafka = seconds(began);
        assertThat(number("select coalesce(sum(rejected + updated), 0) from feed_offset"))
                .isZero();
        assertThat(number("select sum(duplicates) from feed_offset")).isEqualTo(messages.size());
        World streamed = scored();

        System.out.printf(
                "handbook, %d days: %d orders, %d outcomes; by file %.1f s, as %d messages %.1f s%n",
                DAYS, rows.size(), messages.size() - rows.size(), byFile, 2 * messages.size(), byKafka);
        same("orders", streamed.orders(), imported.orders());
        same("sellers", streamed.sellers(), imported.sellers());
        same("outcomes", streamed.outcomes(), imported.outcomes());
        same("vectors and scores", streamed.scores(), imported.scores());
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
                digests("select order_id, md5((to_jsonb(o) - 'recorded_at')::text) from orders o"),
                digests("select seller_id, md5((to_jsonb(s) - 'recorded_at')::text) from seller s"),
                digests("""
                        select subject_kind || ' ' || subject_id || ' ' || occurred_at,
                          md5((to_jsonb(o) - 'id' - 'recorded_at')::text) from outcome o"""),
                digests("""
                        select subject_id, md5(concat_ws(' ', as_of, model_version, score, percentile, features)) from score
                        where subject_kind = 'order'"""));
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

    private static List<NamedCsvRecord> handbook() throws IOException {
        Path path = Path.of(
                        Optional.ofNullable(System.getenv("ASSIZE_PUBLIC_DATA")).orElse("../shared/data"))
                .resolve("handbook/transactions-2018-04-01_2018-08-14.csv.gz");
        assumeTrue(Files.exists(path), "skipped: the public data set is not there: " + path);
        List<NamedCsvRecord> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .ofNamedCsvRecord(
                        new InputStreamReader(new GZIPInputStream(Files.newInputStream(path), 1 << 16), UTF_8))) {
            for (NamedCsvRecord row : csv) {
                if (Integer.parseInt(row.getField("TX_TIME_DAYS")) >= DAYS) {
                    break;
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private Path file(List<NamedCsvRecord> rows) throws IOException {
        Path file = directory.resolve("handbook.csv");
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord(rows.getFirst().getHeader());
            rows.forEach(row -> csv.writeRecord(row.getFields()));
        }
        return file;
    }

    /** Each row as the mappings read it, in the order of the file; what is known of it only later comes with it. */
    private static List<Sent> messages(List<NamedCsvRecord> rows) throws IOException {
        List<Sent> messages = new ArrayList<>();
        for (NamedCsvRecord row : rows) {
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
        try (var connection = DriverManager.getConnection(url, owner, password);
                var statement = connection.createStatement()) {
            statement.execute("set search_path = assize");
            for (String kept : List.of("label", "verdict", "audit_event")) {
                statement.execute("alter table " + kept + " disable trigger user");
            }
            statement.execute(
                    "truncate seller, orders, outcome, label, score, flag, fraud_case, audit_frame, scoring_due, champion cascade");
        }
        champions.lookAgain();
        assertThat(number("select count(*) from orders")).isZero();
    }

    private Map<String, String> digests(String question) {
        return jdbi.withHandle(handle -> handle.createQuery(question).reduceRows(new TreeMap<>(), (all, row) -> {
            all.put(row.getColumn(1, String.class), row.getColumn(2, String.class));
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
