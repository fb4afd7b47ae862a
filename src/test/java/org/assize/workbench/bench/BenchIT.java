package org.assize.workbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of the packaged application run to their end, at sizes that say nothing about its speed. */
@Tag("packaged")
class BenchIT {

    @TempDir
    Path scratch;

    private int code;

    @Test
    void sessionsAndPeopleAreMeasuredAndNothingIsLeftBehind() throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(bench(
                        "session",
                        "people",
                        "--json",
                        "--sessions",
                        "3",
                        "--people",
                        "8",
                        "--backlog",
                        "400",
                        "--rows",
                        "2000",
                        "--seconds",
                        "6",
                        "--pace",
                        "1"));
        assertThat(report.findValuesAsText("name")).containsExactly("session", "people");
        assertThat(report.findValuesAsText("trouble")).containsOnly("null");
        assertThat(value(report, "heap for each session")).isFinite();
        assertThat(value(report, "verdicts acknowledged")).isPositive();
        assertThat(value(report, "actions that failed")).isZero();
        assertThat(value(report, "of them not in the database exactly once")).isZero();
        assertThat(value(report, "rows of the file unaccounted for")).isZero();
        assertThat(code).isZero();
        try (var left = Files.list(scratch)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void whatComesInIsMeasuredBesideTheLeastThatCouldKeepIt() throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(bench(
                        "import",
                        "ingest-score",
                        "rush",
                        "--json",
                        "--lines",
                        "3000",
                        "--brought",
                        "20000",
                        "--unclaimed",
                        "3000",
                        "--past",
                        "2000",
                        "--pace-per-second",
                        "5",
                        "--steady",
                        "2",
                        "--warm",
                        "20",
                        "--slice",
                        "300"));
        assertThat(report.findValuesAsText("trouble")).containsOnly("null");
        assertThat(ratio(report, "rows imported")).isPositive();
        assertThat(value(report, "rows unaccounted for")).isZero();
        assertThat(value(report, "rows that the second time added or changed")).isZero();
        assertThat(ratio(report, "orders")).isPositive();
        assertThat(value(report, "orders acknowledged")).isPositive();
        assertThat(value(report, "acknowledged, and not there with a score once"))
                .isZero();
        assertThat(value(report, "claims acknowledged")).isPositive();
        assertThat(value(report, "requests that failed")).isZero();
        assertThat(value(report, "orders that are there and were not brought or sent, or the reverse"))
                .isZero();
        assertThat(code).isZero();
    }

    @Test
    void claimsVerdictsListsAndCountsAreMeasuredBesidePlainSql() throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(bench(
                        "claim",
                        "verdict",
                        "list",
                        "counts",
                        "--json",
                        "--open",
                        "3000",
                        "--claims",
                        "200",
                        "--verdicts",
                        "100",
                        "--listed",
                        "2000",
                        "--pages",
                        "20",
                        "--counted",
                        "2000",
                        "--readings",
                        "20"));
        assertThat(report.findValuesAsText("trouble")).containsOnly("null");
        assertThat(ratio(report, "claims of 20 queues")).isPositive();
        assertThat(value(report, "cases given to two people")).isZero();
        assertThat(ratio(report, "verdicts")).isPositive();
        assertThat(value(report, "of them not in the database once, with trail and label"))
                .isZero();
        assertThat(ratio(report, "page at any depth, p99")).isPositive();
        assertThat(value(report, "sorts of pages that are not what plain SQL reads"))
                .isZero();
        assertThat(ratio(report, "counters, p99")).isPositive();
        assertThat(code).isZero();
    }

    private static double value(JsonNode report, String what) {
        return figure(report, what).path("value").asDouble(Double.NaN);
    }

    private static double ratio(JsonNode report, String what) {
        return figure(report, what).path("ratio").asDouble(Double.NaN);
    }

    private static JsonNode figure(JsonNode report, String what) {
        for (JsonNode scenario : report.path("scenarios")) {
            for (JsonNode figure : scenario.path("figures")) {
                if (figure.path("what").asText().equals(what)) {
                    return figure;
                }
            }
        }
        throw new AssertionError(what + " was not measured: " + report);
    }

    private String bench(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString(),
                "bench",
                "--scratch",
                scratch.toString()));
        command.addAll(List.of(arguments));
        Path out = scratch.resolve("out.json");
        Path err = scratch.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(() -> read(err)).isTrue();
            code = process.exitValue();
            String report = Files.readString(out);
            assertThat(report).as(() -> read(err)).startsWith("{");
            return report;
        } finally {
            process.destroy();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
