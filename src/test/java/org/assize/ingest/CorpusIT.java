package org.assize.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.ingest.Corpus.Expected;
import org.assize.ingest.Corpus.File;
import org.assize.ingest.Corpus.Record;
import org.assize.ingest.Corpus.Wrong;
import org.assize.platform.ui.Texts;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The {@link Corpus} through the doors of REST: whatever comes, there is an answer in time that is no fault of ours, every row
 * is accounted for, what was accepted is what was sent, and a reject says why in words a person can use.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class CorpusIT {

    private static final int AGAIN = 7;
    private static final long SEED = 20_260_301;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final List<String> TOLD = new ArrayList<>();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SoftAssertions soft = new SoftAssertions();

    @TestHTTPResource("/")
    URI server;

    @Inject
    Jdbi jdbi;

    /** What came of all that went through one door. */
    private static final class Sum {
        private int files;
        private long rows;
        private long accepted;
        private long duplicates;
        private long updated;
        private long rejected;

        void add(long read, long fresh, long again, long changed, long refused) {
            files++;
            rows += read;
            accepted += fresh;
            duplicates += again;
            updated += changed;
            rejected += refused;
        }

        String told(String door) {
            return "%-28s %5d files, %6d rows = %6d accepted + %4d duplicates + %3d updated + %5d rejected"
                    .formatted(door, files, rows, accepted, duplicates, updated, rejected);
        }
    }

    @AfterAll
    static void tell() {
        TOLD.forEach(System.out::println);
        TOLD.clear();
    }

    @AfterEach
    void theServerIsWell() throws IOException, InterruptedException {
        HttpResponse<String> health = http.send(
                HttpRequest.newBuilder(server.resolve("/q/health"))
                        .timeout(LONGEST_ANSWER)
                        .build(),
                BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        for (Feed feed : Feed.values()) {
            assertThat(post(
                                    feed,
                                    "application/json",
                                    Corpus.goodJson(feed, "corpus-after-").getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
        Path data = Path.of(ConfigProvider.getConfig().getValue("assize.data", String.class));
        for (String place : List.of("uploads", "incoming")) {
            for (int looks = 0; looks < 500 && !isEmpty(data.resolve(place)); looks++) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(data.resolve(place)).as("what is left behind").isEmptyDirectory();
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    // --- files
    // --------------------------------------------------------------------------------------------------------

    @Test
    void filesEndInAnAnswer() throws IOException, InterruptedException {
        List<File> files = Corpus.files(SEED);
        assertThat(files).hasSizeGreaterThan(300);
        Sum sum = new Sum();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            ids.add(started(files.get(i), prefix("file", i)));
        }
        List<JsonNode> ends = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            File file = files.get(i);
            JsonNode end = ended(file.name(), ids.get(i));
            ends.add(end);
            sum.add(
                    end.get("rowsRead").asLong(),
                    end.get("accepted").asLong(),
                    end.get("duplicates").asLong(),
                    end.get("updated").asLong(),
                    end.get("rejected").asLong());
            judge(file, end);
        }
        Map<String, Map<String, JsonNode>> kept = kept("file");
        for (int i = 0; i < files.size(); i++) {
            File file = files.get(i);
            judgeKept(
                    file.name(),
                    file.expected(),
                    prefix("file", i),
                    kept,
                    ends.get(i).get("accepted").asLong());
        }
        TOLD.add(sum.told("POST /imports (CSV)"));
        again(files, ends);
        soft.assertAll();
    }

    /** The same files once more: nothing is new, and the same rows are refused. */
    private void again(List<File> files, List<JsonNode> before) throws IOException, InterruptedException {
        Sum sum = new Sum();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < files.size(); i += AGAIN) {
            ids.add(started(files.get(i), prefix("file", i)));
        }
        for (int i = 0; i < ids.size(); i++) {
            String name = files.get(i * AGAIN).name() + ", again";
            JsonNode first = before.get(i * AGAIN);
            JsonNode end = ended(name, ids.get(i));
            soft.assertThat(end.get("accepted").asLong()).as(name).isZero();
            for (String same : List.of("state", "rowsRead", "rejected")) {
                soft.assertThat(end.get(same)).as(name + ", " + same).isEqualTo(first.get(same));
            }
            sum.add(
                    end.get("rowsRead").asLong(),
                    0,
                    end.get("duplicates").asLong(),
                    end.get("updated").asLong(),
                    end.get("rejected").asLong());
        }
        TOLD.add(sum.told("POST /imports (CSV), again"));
    }

    private String started(File file, String prefix) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                sendForm(file.feed(), file.sentAs(), file.bytes().apply(prefix), file.mapping());
        // a name that is nothing or no header may hold makes no file part
        assertThat(answer.statusCode()).as(file.name() + ": " + answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).get("id").asText();
    }

    private HttpResponse<String> sendForm(Feed feed, String fileName, byte[] content, @Nullable String mapping)
            throws IOException, InterruptedException {
        String boundary = "corpus-corpus-corpus-corpus-corpus";
        var body = new ByteArrayOutputStream();
        if (mapping != null) {
            body.writeBytes(
                    ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n" + mapping + "\r\n")
                            .getBytes(UTF_8));
        }
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: text/csv\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        return http.send(
                request("/api/v1/imports?feed=" + feed.code(), "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .header("Content-Type", contentType)
                .timeout(LONGEST_ANSWER);
    }

    private HttpResponse<String> post(Feed feed, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return http.send(
                request("/api/v1/" + feed.code(), contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String got(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request(path, "text/plain").GET().build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private JsonNode ended(String name, String id) throws IOException, InterruptedException {
        long until = System.nanoTime() + LONGEST_ANSWER.toNanos();
        while (System.nanoTime() < until) {
            JsonNode progress = JSON.readTree(got("/api/v1/imports/" + id));
            if (ImportState.valueOf(progress.get("state").asText()).isFinal()) {
                return progress;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError(name + " did not end");
    }

    private void judge(File file, JsonNode end) throws IOException, InterruptedException {
        String name = file.name();
        String id = end.get("id").asText();
        Expected expected = file.expected();
        soft.assertThat(end.get("state").asText()).as(name).isIn("DONE", "FAILED");
        soft.assertThat(end.get("problems").isEmpty())
                .as(name)
                .isEqualTo(end.get("state").asText().equals("DONE"));
        var reasons = new ArrayList<String>();
        end.get("problems").forEach(problem -> {
            reasons.add(problem.get("reason").asText());
            words(name, problem.get("reason").asText(), problem.get("message").asText());
        });
        if (expected.ends() != null) {
            soft.assertThat(reasons).as(name).contains(expected.ends().key());
        } else if (expected.rows() >= 0) {
            soft.assertThat(reasons).as(name).isEmpty();
        }
        long read = end.get("rowsRead").asLong();
        long rejected = end.get("rejected").asLong();
        soft.assertThat(end.get("accepted").asLong()
                        + end.get("duplicates").asLong()
                        + end.get("updated").asLong()
                        + rejected)
                .as(name)
                .isEqualTo(read);
        if (expected.rows() >= 0) {
            soft.assertThat(read).as(name).isEqualTo(expected.rows());
        }
        String shown = end.get("fileName").asText();
        soft.assertThat(shown)
                .as(name)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("/", "\\", "\u202E", "\u200B", "\0");
        List<CsvRecord> rejects;
        try (var csv = CsvReader.builder().ofCsvRecord(got("/api/v1/imports/" + id + "/rejects.csv"))) {
            rejects = csv.stream().skip(1).toList();
        }
        soft.assertThat(rejects).as(name).hasSize((int) rejected);
        rejects.forEach(reject -> {
            soft.assertThat(Long.parseLong(reject.getField(0))).as(name).isPositive();
            soft.assertThat(reject.getField(3)).as(name).isNotBlank().doesNotContainPattern(Corpus.INSIDE);
        });
        List<Wrong> listed = jdbi.withHandle(handle -> handle.select(
                        "select line, column_name, reason from import_reject where import_id = cast(? as uuid) order by position",
                        id)
                .map((row, context) -> new Wrong(row.getLong(1), row.getString(2), Reason.ofKey(row.getString(3))))
                .list());
        if (expected.wrong() != null) {
            soft.assertThat(listed).as(name).isEqualTo(expected.wrong());
        }
    }

    private void words(String name, String reason, String message) {
        soft.assertThat(reason).as(name).isNotEqualTo(Reason.BROKEN_HERE.key());
        soft.assertThat(message).as(name).isNotBlank().doesNotContainPattern(Corpus.INSIDE);
        soft.assertThat(Texts.in(Locale.SIMPLIFIED_CHINESE, "ingest.reason." + reason, "1", "2"))
                .as(name)
                .containsPattern(CHINESE)
                .doesNotContain("⟦");
    }

    @Test
    void mappingsThatAreNoneAreRefusedBeforeAnythingIsKept() throws IOException, InterruptedException {
        byte[] content = "order_id\n1\n".getBytes(UTF_8);
        long before = count("select count(*) from import_run");
        List<String> mappings = new ArrayList<>(Corpus.MAPPINGS);
        mappings.add("{\"constants\": {\"category\": \"" + "x".repeat(3_000_000) + "\"}}");
        for (String mapping : mappings) {
            String name = mapping.substring(0, Math.min(80, mapping.length()));
            HttpResponse<String> answer = sendForm(Feed.ORDERS, "m.csv", content, mapping);
            soft.assertThat(answer.statusCode()).as(name).isIn(400, 413, 422);
            soft.assertThat(answer.body()).as(name).doesNotContainPattern(Corpus.INSIDE);
            if (answer.statusCode() == 422) {
                for (JsonNode error : JSON.readTree(answer.body()).get("errors")) {
                    words(name, error.get("rule").asText(), error.get("message").asText());
                }
            }
        }
        soft.assertThat(count("select count(*) from import_run")).isEqualTo(before);
        soft.assertAll();
    }

    private long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    // --- JSON
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void oneObjectIsAnsweredAlone() throws IOException, InterruptedException {
        List<Record> records = Corpus.records(SEED);
        Sum sum = new Sum();
        long[] accepted = new long[records.size()];
        for (int i = 0; i < records.size(); i++) {
            Record record = records.get(i);
            byte[] body = record.bytes().apply(prefix("one", i));
            HttpResponse<String> answer = post(record.feed(), "application/json", body);
            String name = record.name() + " alone";
            Expected expected = record.expected();
            soft.assertThat(answer.statusCode()).as(name).isIn(200, 400, 413, 422);
            JsonNode told = JSON.readTree(answer.body());
            String result = answer.statusCode() == 200 ? told.get("result").asText() : "rejected";
            sum.add(1, is(result, "accepted"), is(result, "duplicate"), is(result, "updated"), is(result, "rejected"));
            accepted[i] = is(result, "accepted");
            if (answer.statusCode() != 200) {
                soft.assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(name)
                        .startsWith("application/problem+json");
                soft.assertThat(answer.body()).as(name).doesNotContainPattern(Corpus.INSIDE);
            }
            if (expected.wrong() != null) {
                soft.assertThat(answer.statusCode() == 200)
                        .as(name)
                        .isEqualTo(expected.wrong().isEmpty());
                if (answer.statusCode() == 422 && !expected.wrong().isEmpty()) {
                    JsonNode error = told.get("errors").get(0);
                    judge(
                            name,
                            expected.wrong().getFirst(),
                            error.get("field").asText(),
                            error.get("rule").asText(),
                            error.get("message").asText());
                }
            }
        }
        Map<String, Map<String, JsonNode>> kept = kept("one");
        for (int i = 0; i < records.size(); i++) {
            judgeKept(records.get(i).name(), records.get(i).expected(), prefix("one", i), kept, accepted[i]);
        }
        TOLD.add(sum.told("POST /{feed} (one object)"));
        soft.assertAll();
    }

    private static long is(String result, String wanted) {
        return result.equals(wanted) ? 1 : 0;
    }

    private void judge(String name, Wrong wrong, @Nullable String column, String reason, String message) {
        soft.assertThat(reason).as(name).isEqualTo(wrong.reason().key());
        if (wrong.column() != null) {
            soft.assertThat(column).as(name).isEqualTo(wrong.column());
        }
        words(name, reason, message);
    }

    /** Each record as the first, second and last line, in turn, with each line end, and blank lines between. */
    @Test
    void aBadLineKeepsNoOtherOut() throws IOException, InterruptedException {
        List<Record> records = Corpus.records(SEED);
        Sum sum = new Sum();
        long[] accepted = new long[records.size()];
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            Record record = records.get(i);
            String prefix = prefix("many", i);
            byte[] one = record.bytes().apply(prefix);
            if (contains(one, (byte) '\n')) {
                continue;
            }
            int place = i % 3;
            String lineEnd = List.of("\n", "\r\n", "\n\n", "\n \r\n").get(i / 3 % 4);
            boolean blank = new String(one, UTF_8).isBlank();
            var body = new ByteArrayOutputStream();
            for (int line = 0; line < 3; line++) {
                body.writeBytes(
                        line == place
                                ? one
                                : Corpus.goodJson(record.feed(), prefix + "near" + line + "-")
                                        .getBytes(UTF_8));
                body.writeBytes((line == 2 && i % 2 == 0 ? "" : lineEnd).getBytes(UTF_8));
            }
            HttpResponse<String> answer = post(record.feed(), "application/x-ndjson", body.toByteArray());
            String name = record.name() + " as line " + (place + 1);
            soft.assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(200);
            if (answer.statusCode() == 200) {
                Lines lines = lines(JSON.readTree(answer.body()));
                sum.add(lines.read(), lines.accepted, lines.duplicates, lines.updated, lines.rejects.size());
                accepted[i] = lines.accepted;
                sent.add(i);
                soft.assertThat(lines.read()).as(name).isEqualTo(blank ? 2 : 3);
                soft.assertThat(lines.accepted).as(name).isGreaterThanOrEqualTo(2);
                if (record.expected().wrong() != null) {
                    soft.assertThat(lines.rejects)
                            .as(name)
                            .hasSize(record.expected().wrong().size());
                }
                for (JsonNode reject : lines.rejects) {
                    soft.assertThat(reject.get("line").asLong())
                            .as(name)
                            .isEqualTo(1
                                    + place
                                            * (lineEnd.chars()
                                                    .filter(c -> c == '\n')
                                                    .count()));
                    String column =
                            reject.hasNonNull("column") ? reject.get("column").asText() : null;
                    words(
                            name,
                            reject.get("reason").asText(),
                            reject.get("message").asText());
                    if (record.expected().wrong() != null
                            && !record.expected().wrong().isEmpty()) {
                        judge(
                                name,
                                record.expected().wrong().getFirst(),
                                column,
                                reject.get("reason").asText(),
                                reject.get("message").asText());
                    }
                }
            }
        }
        Map<String, Map<String, JsonNode>> kept = kept("many");
        for (int i : sent) {
            judgeKept(records.get(i).name(), records.get(i).expected(), prefix("many", i), kept, accepted[i]);
        }
        TOLD.add(sum.told("POST /{feed} (NDJSON)"));
        soft.assertAll();
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte each : bytes) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    private record Lines(long accepted, long duplicates, long updated, List<JsonNode> rejects) {
        long read() {
            return accepted + duplicates + updated + rejects.size();
        }
    }

    /** Outcomes are answered by counts, orders and sellers one by one. */
    private static Lines lines(JsonNode answer) {
        var rejects = new ArrayList<JsonNode>();
        if (answer.isObject()) {
            answer.get("rejects").forEach(rejects::add);
            return new Lines(
                    answer.get("accepted").asLong(),
                    answer.get("duplicates").asLong(),
                    answer.get("updated").asLong(),
                    rejects);
        }
        Map<String, Long> results = answer.valueStream()
                .collect(Collectors.groupingBy(each -> each.get("result").asText(), Collectors.counting()));
        answer.valueStream()
                .filter(each -> each.get("result").asText().equals("rejected"))
                .forEach(rejects::add);
        return new Lines(
                results.getOrDefault("accepted", 0L),
                results.getOrDefault("duplicate", 0L),
                results.getOrDefault("updated", 0L),
                rejects);
    }

    // --- what is kept
    // -------------------------------------------------------------------------------------------------

    private static String prefix(String door, int number) {
        return "corpus-%s-%04d-".formatted(door, number);
    }

    /** Everything a door has kept, by the prefix of its case and the rest of its id. */
    private Map<String, Map<String, JsonNode>> kept(String door) {
        Map<String, Map<String, JsonNode>> kept = new HashMap<>();
        String start = "corpus-" + door + "-";
        int length = prefix(door, 0).length();
        jdbi.useHandle(handle -> handle.select("""
                        select order_id, to_jsonb(o) from orders o where starts_with(order_id, :start)
                        union all
                        select seller_id, to_jsonb(s) from seller s where starts_with(seller_id, :start) and not from_order
                        union all
                        select subject_id, to_jsonb(o) from outcome o where starts_with(subject_id, :start)
                        """)
                .bind("start", start)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(each -> kept.computeIfAbsent(each.getKey().substring(0, length), _ -> new HashMap<>())
                        .put(each.getKey().substring(length), tree(each.getValue()))));
        return kept;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** As many as were accepted, none that was not, and each as it was sent. */
    private void judgeKept(
            String name, Expected expected, String prefix, Map<String, Map<String, JsonNode>> kept, long accepted) {
        Map<String, JsonNode> its = kept.getOrDefault(prefix, Map.of());
        soft.assertThat(its.size()).as(name + " keeps what it accepted").isLessThanOrEqualTo((int) accepted);
        if (expected.rows() >= 0) {
            soft.assertThat(its.size()).as(name + " keeps what it accepted").isEqualTo((int) accepted);
        }
        expected.kept().forEach((id, columns) -> {
            JsonNode row = its.get(id);
            soft.assertThat(row)
                    .as(name + " keeps " + id.codePointCount(0, id.length()) + " characters of id")
                    .isNotNull();
            columns.forEach((column, text) -> {
                if (row != null) {
                    soft.assertThat(back(column, row.get(column)))
                            .as(name + ", " + column)
                            .isEqualTo(text);
                }
            });
        });
    }

    private static @Nullable String back(String column, JsonNode value) {
        return value == null || value.isNull()
                ? null
                : column.endsWith("_at")
                        ? OffsetDateTime.parse(value.asText()).toInstant().toString()
                        : value.asText();
    }
}
