package org.assize.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.assize.BootstrapProfile;
import org.assize.platform.PackagedApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged application killed three times while it brings in several files at once, one of them packed: it goes on by itself,
 * and what is there at the end is what another database holds after a run that nothing disturbed.
 */
@Tag("packaged")
class ImportKillIT {

    private static final long SEED = 20_260_415;
    private static final int KILLS = 3;
    private static final int ROWS = 80_000;
    private static final Map<String, String> SETTINGS =
            Map.of("assize.bootstrap.token", BootstrapProfile.TOKEN, "assize.training.first-model-from", "1000000");

    @TempDir
    Path killed;

    @TempDir
    Path clean;

    /** A file as it is sent. */
    private record Sent(String feed, byte[] content) {}

    private static Map<String, Sent> files() throws IOException {
        Map<String, Sent> files = new LinkedHashMap<>();
        files.put("packed.csv.gz", new Sent("orders", packed(orders("p", ROWS))));
        files.put("plain.csv", new Sent("orders", orders("q", ROWS).getBytes(StandardCharsets.UTF_8)));
        files.put("shops.csv", new Sent("sellers", sellers(ROWS / 4).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /** Some come again as they were, some otherwise, and some can not be read, in lines of their own or over two. */
    private static String orders(String name, int rows) {
        SplittableRandom dice = new SplittableRandom(SEED + name.hashCode());
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        var csv = new StringBuilder("order_id,placed_at,seller_id,buyer_id,amount,currency,status\n");
        for (int i = 0; i < rows; i++) {
            int id = i > 100 && dice.nextInt(20) == 0 ? i - dice.nextInt(100) : i;
            String amount = dice.nextInt(50) == 0 ? "\"many,\nmany\"" : (1 + id % 900) + ".50";
            csv.append("%s-%d,%s,%s-s%d,b%d,%s,EUR,%s\n"
                    .formatted(
                            name,
                            id,
                            from.plus(id * 20L, ChronoUnit.SECONDS),
                            name,
                            id % 500,
                            id % 7_000,
                            amount,
                            dice.nextInt(3) == 0 ? "paid" : "placed"));
        }
        return csv.toString();
    }

    private static String sellers(int rows) {
        var csv = new StringBuilder("seller_id,registered_at,name\n");
        for (int i = 0; i < rows; i++) {
            // every hundredth has registered on no day there is
            csv.append("shop-%d,2025-01-%s,\"Shop \"\"%d\"\"\"\n".formatted(i, i % 100 == 0 ? "40" : "10", i));
        }
        return csv.toString();
    }

    private static byte[] packed(String csv) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(csv.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void whatIsThereAfterThreeKillsIsWhatACleanRunLeaves() throws Exception {
        Map<String, Sent> files = files();
        SplittableRandom dice = new SplittableRandom(SEED);
        try (var undisturbed = new PackagedApplication(clean, SETTINGS);
                var disturbed = new PackagedApplication(killed, SETTINGS)) {
            Process other = undisturbed.begin();
            Process application = disturbed.begin();
            send(disturbed.address(), files);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = accountedFor(disturbed);
                await(disturbed, before + 1 + dice.nextInt(ROWS / 8));
                application.destroyForcibly().waitFor();
                application = disturbed.start();
                assertThat(underWay(disturbed)).as("killed in the midst").isPositive();
            }
            send(undisturbed.address(), files);
            for (var each : List.of(disturbed, undisturbed)) {
                long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                while (underWay(each) > 0) {
                    assertThat(System.nanoTime()).as("time to come to an end").isLessThan(until);
                    LockSupport.parkNanos(50_000_000);
                }
            }
            List<String> expected = rows(undisturbed);
            assertThat(expected).hasSizeGreaterThan(2 * ROWS);
            assertThat(rows(disturbed)).isEqualTo(expected);
            assertThat(disturbed
                            .sql("select count(*) from assize.import_run where claim_version > 1")
                            .getFirst())
                    .as("files that were gone on with")
                    .isNotEqualTo("0");
            assertThat(killed.resolve("uploads")).isEmptyDirectory();
            application.destroy();
            other.destroy();
            application.waitFor();
            other.waitFor();
        }
    }

    private static void send(URI address, Map<String, Sent> files) {
        files.forEach((name, sent) -> given().baseUri(address.toString())
                .header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .multiPart("file", name, sent.content(), "text/csv")
                .post("/api/v1/imports?feed=" + sent.feed())
                .then()
                .statusCode(202));
    }

    private static void await(PackagedApplication application, long rows) throws IOException, SQLException {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (accountedFor(application) < rows) {
            assertThat(System.nanoTime()).as("time to read " + rows).isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static long accountedFor(PackagedApplication application) throws IOException, SQLException {
        return Long.parseLong(application
                .sql("select coalesce(sum(rows_read), 0) from assize.import_run")
                .getFirst());
    }

    private static long underWay(PackagedApplication application) throws IOException, SQLException {
        return Long.parseLong(application
                .sql("select count(*) from assize.import_run where state in ('WAITING', 'RUNNING')")
                .getFirst());
    }

    /** Everything that an import leaves, without when it came. */
    private static List<String> rows(PackagedApplication application) throws IOException, SQLException {
        return application.sql("""
                select row from (
                  select 'order ' || (to_jsonb(o) - 'recorded_at' - 'written_by')::text from assize.orders o
                  union all
                  select 'order was ' || version || (content - 'recorded_at' - 'written_by')::text from assize.orders_history
                  union all
                  select 'seller ' || (to_jsonb(s) - 'recorded_at')::text from assize.seller s
                  union all
                  select 'seller was ' || version || (content - 'recorded_at')::text from assize.seller_history
                  union all
                  select 'rejected ' || file_name || (to_jsonb(r) - 'import_id')::text
                    from assize.import_reject r join assize.import_run i on i.id = r.import_id
                  union all
                  select concat_ws(' ', file_name, state, rows_read, accepted, duplicates, updated, rejected, skipped,
                           bytes_read = bytes_total, first_placed_at, last_placed_at)
                    from assize.import_run
                  union all
                  select 'told ' || (payload::jsonb - 'import')::text from assize.audit_event where kind = 'import.ended'
                ) as every (row) order by 1""");
    }
}
