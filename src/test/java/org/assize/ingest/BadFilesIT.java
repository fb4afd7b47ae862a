package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.assize.TestDatabase;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** However bad the file: an answer, every row accounted for, and what was accepted is what was sent. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BadFilesIT {

    @Inject
    ImportFile importFile;

    @Inject
    ImportHistory history;

    @Inject
    TakeOrders takeOrders;

    @Inject
    Jdbi jdbi;

    @Test
    void everyBadFileEndsInAnAnswer() throws IOException {
        Map<String, byte[]> files = BadFiles.all(20_260_301);
        assertThat(files).hasSizeGreaterThan(300);
        Map<String, UUID> started = new LinkedHashMap<>();
        for (var bad : files.entrySet()) {
            Path file = Files.createTempFile("bad", ".csv");
            Files.write(file, bad.getValue());
            var result = importFile.start(Actor.SYSTEM, Feed.ORDERS, bad.getKey(), file, null);
            started.put(bad.getKey(), ((ImportFile.Started) result).id());
        }
        var soft = new SoftAssertions();
        started.forEach((name, id) -> {
            ImportProgress end = ended(id);
            soft.assertThat(end.state()).as(name).isIn(ImportState.DONE, ImportState.FAILED);
            soft.assertThat(end.problems()).as(name).noneMatch(complaint -> complaint.reason() == Reason.BROKEN_HERE);
            soft.assertThat(end.problems().isEmpty()).as(name).isEqualTo(end.state() == ImportState.DONE);
            soft.assertThat(end.accepted() + end.duplicates() + end.updated() + end.rejected())
                    .as(name)
                    .isEqualTo(end.rowsRead());
            soft.assertThat(listed(id)).as(name).isEqualTo(end.rejected());
            if (name.contains(" value ")) {
                soft.assertThat(end.rowsRead()).as(name).isEqualTo(3);
                soft.assertThat(end.rejected()).as(name).isLessThan(2);
            }
        });
        soft.assertAll();
    }

    private ImportProgress ended(UUID id) {
        for (int looks = 0; looks < 6_000; looks++) {
            ImportProgress progress = history.find(Actor.SYSTEM, id).orElseThrow();
            if (progress.state().isFinal()) {
                return progress;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("did not end");
    }

    private long listed(UUID id) {
        return jdbi.withHandle(handle -> handle.select("select count(*) from import_reject where import_id = ?", id)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void acceptedTextComesBackToTheByte() {
        var lines = new ArrayList<JsonLine>();
        List<String> values = BadFiles.values();
        for (int i = 0; i < values.size(); i++) {
            var json = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
            json.put("order_id", "byte-" + i)
                    .put("placed_at", "2024-01-01T00:00:00Z")
                    .put("seller_id", "byte-s")
                    .put("buyer_id", "b")
                    .put("amount", "1")
                    .put("currency", "EUR")
                    .put("status", values.get(i));
            lines.add(new JsonLine(i, json.toString()));
        }
        int kept = 0;
        for (var taken : takeOrders.take(Actor.SYSTEM, lines)) {
            if (taken instanceof Taken.Kept<org.assize.subject.Order>(long line, var order, var disposition)) {
                String stored = jdbi.withHandle(handle -> handle.select(
                                "select coalesce(status, '') from orders where order_id = ?", order.orderId())
                        .mapTo(String.class)
                        .one());
                assertThat(stored).as(disposition.name()).isEqualTo(values.get((int) line));
                kept++;
            }
        }
        assertThat(kept).isGreaterThan(40);
    }
}
