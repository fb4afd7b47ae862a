package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.assize.TestDatabase;
import org.assize.security.Actor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The public data sets by their documented mappings. Minutes long: runs by name only, and where the data is. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublicDataIT {

    private static final Path MAPPINGS = Path.of("docs/mappings");
    private static final String HANDBOOK = "handbook/transactions-2018-04-01_2018-08-14.csv.gz";

    @Inject
    ImportFile importFile;

    @Inject
    ImportHistory history;

    private static Path data(String file) {
        Path path = Path.of(
                        Optional.ofNullable(System.getenv("ASSIZE_PUBLIC_DATA")).orElse("../shared/data"))
                .resolve(file);
        assumeTrue(Files.exists(path), "skipped: the public data set is not there: " + path);
        return path;
    }

    private ImportProgress imported(Feed feed, Path source, String mapping) throws IOException {
        Path file =
                Files.copy(source, Path.of("target").resolve(UUID.randomUUID().toString()));
        var started = (ImportFile.Started) importFile.start(
                Actor.SYSTEM, feed, source.toString(), file, Files.readString(MAPPINGS.resolve(mapping)));
        while (true) {
            ImportProgress progress = history.find(Actor.SYSTEM, started.id()).orElseThrow();
            if (progress.state().isFinal()) {
                System.out.printf(
                        "%s: %s %d rows, %d a second %s%n",
                        mapping,
                        progress.state(),
                        progress.rowsRead(),
                        progress.rowsPerSecond(
                                progress.finishedAt() == null ? progress.createdAt() : progress.finishedAt()),
                        progress.problems());
                return progress;
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Test
    @Order(1)
    void everyOrderOfTheHandbookIsAccountedForAndTheSecondTimeADuplicate() throws IOException {
        ImportProgress first = imported(Feed.ORDERS, data(HANDBOOK), "handbook-orders.json");
        assertThat(first.rowsRead()).isEqualTo(1_303_778);
        assertThat(first.accepted()).isEqualTo(1_303_778);
        ImportProgress again = imported(Feed.ORDERS, data(HANDBOOK), "handbook-orders.json");
        assertThat(again.accepted()).isZero();
        assertThat(again.duplicates()).isEqualTo(1_303_778);
    }

    @Test
    @Order(2)
    void theFraudsOfTheHandbookBecomeOutcomes() throws IOException {
        ImportProgress orders = imported(Feed.OUTCOMES, data(HANDBOOK), "handbook-outcomes-orders.json");
        assertThat(orders.accepted()).isEqualTo(10_659);
        assertThat(orders.skipped()).isEqualTo(1_303_778 - 10_659);
        ImportProgress sellers = imported(Feed.OUTCOMES, data(HANDBOOK), "handbook-outcomes-sellers.json");
        assertThat(sellers.rowsRead()).isEqualTo(6_532);
        assertThat(sellers.rejected()).isZero();
    }

    @Test
    @Order(3)
    void olistComesInAsSellersAndOrders() throws IOException, InterruptedException {
        Path olist = data("olist");
        Path prepared = Files.createTempDirectory(Path.of("target"), "olist");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "docs/mappings/olist/PrepareOlist.java",
                        olist.toString(),
                        prepared.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        ImportProgress sellers = imported(Feed.SELLERS, prepared.resolve("sellers.csv"), "olist-sellers.json");
        assertThat(sellers.rejected()).isZero();
        ImportProgress orders = imported(Feed.ORDERS, prepared.resolve("orders.csv"), "olist-orders.json");
        assertThat(orders.accepted()).isEqualTo(7_433);
        try (var left = Files.lines(prepared.resolve("left-out.csv"))) {
            assertThat(left.filter(line -> line.startsWith("order,")).count()).isEqualTo(775);
        }
    }
}
