package org.assize.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.assize.TestDatabase;
import org.assize.security.Actor;
import org.assize.subject.OrdersKept;
import org.assize.subject.OrdersRecorded;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ImportIT {

    private static final String HEADER = "order_id,placed_at,seller_id,buyer_id,amount,currency,status\n";

    @Inject
    ImportFile importFile;

    @Inject
    CancelImport cancelImport;

    @Inject
    ImportHistory history;

    @Inject
    ImportWorker worker;

    @Inject
    Jdbi jdbi;

    @Inject
    News news;

    /** Hears what imports tell. */
    @ApplicationScoped
    static class News {
        private final ConcurrentLinkedQueue<OrdersRecorded> heard = new ConcurrentLinkedQueue<>();

        private final ConcurrentLinkedQueue<Instant> unscored = new ConcurrentLinkedQueue<>();

        void onOrders(@Observes OrdersRecorded orders) {
            heard.add(orders);
        }

        void onOrders(@Observes OrdersKept orders) {
            unscored.add(orders.firstPlacedAt());
        }

        /** Told right after an import has ended. */
        long orders() {
            for (int tries = 0; heard.isEmpty() && tries < 100; tries++) {
                LockSupport.parkNanos(20_000_000);
            }
            return heard.stream().mapToLong(OrdersRecorded::orders).sum();
        }

        /** From when on each batch brought something to be scored. */
        List<Instant> unscored() {
            return List.copyOf(unscored);
        }

        void forget() {
            heard.clear();
            unscored.clear();
        }
    }

    @BeforeEach
    void forget() {
        news.forget();
    }

    private ImportProgress start(Feed feed, byte[] content, @Nullable String mapping) throws IOException {
        Path file = Files.createTempFile("feed", ".csv");
        Files.write(file, content);
        var started = importFile.start(Actor.SYSTEM, feed, "../../feed\u202E.csv", file, mapping);
        assertThat(started).isInstanceOf(ImportFile.Started.class);
        return history.find(Actor.SYSTEM, ((ImportFile.Started) started).id()).orElseThrow();
    }

    private ImportProgress ended(ImportProgress started) {
        Instant until = Instant.now().plusSeconds(120);
        while (Instant.now().isBefore(until)) {
            ImportProgress now = history.find(Actor.SYSTEM, started.id()).orElseThrow();
            assertThat(now.accepted() + now.duplicates() + now.updated() + now.rejected())
                    .as("accounted for at any moment")
                    .isEqualTo(now.rowsRead());
            if (now.state().isFinal()) {
                return now;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("did not end");
    }

    private ImportProgress imported(Feed feed, String content, @Nullable String mapping) throws IOException {
        return ended(start(feed, content.getBytes(UTF_8), mapping));
    }

    private ImportProgress imported(String rows) throws IOException {
        return imported(Feed.ORDERS, HEADER + rows, null);
    }

    private static String counts(ImportProgress p) {
        return "%s read %d = %d new + %d again + %d updated + %d rejected, %d skipped"
                .formatted(
                        p.state(), p.rowsRead(), p.accepted(), p.duplicates(), p.updated(), p.rejected(), p.skipped());
    }

    private List<String> texts(String sql, Object... arguments) {
        return jdbi.withHandle(
                handle -> handle.select(sql, arguments).mapTo(String.class).list());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String manyOrders(String prefix, int count, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var rows = new StringBuilder(HEADER);
        for (int i = 0; i < count; i++) {
            rows.append(String.format(
                    Locale.ROOT,
                    "%s-%d,2024-01-%02dT%02d:00:00Z,%s-s%d,b%d,%d.%02d,EUR,delivered%n",
                    prefix,
                    i,
                    1 + random.nextInt(28),
                    random.nextInt(24),
                    prefix,
                    random.nextInt(50),
                    random.nextInt(900),
                    random.nextInt(300),
                    random.nextInt(100)));
        }
        return rows.toString();
    }

    @Test
    void theSameFileAgainAddsNothing() throws IOException {
        String file = manyOrders("again", 45_000, 1);
        assertThat(counts(imported(Feed.ORDERS, file, null)))
                .isEqualTo("DONE read 45000 = 45000 new + 0 again + 0 updated + 0 rejected, 0 skipped");
        assertThat(news.orders()).isEqualTo(45_000);
        news.forget();
        assertThat(counts(ended(start(Feed.ORDERS, gzip(file.getBytes(UTF_8)), null))))
                .isEqualTo("DONE read 45000 = 0 new + 45000 again + 0 updated + 0 rejected, 0 skipped");
        assertThat(news.orders()).as("nothing new to tell").isZero();
        assertThat(texts("select count(*) from orders where order_id like 'again-%'"))
                .containsExactly("45000");
    }

    @Test
    void anotherContentIsAnUpdateThatKeepsTheFormer() throws IOException {
        imported("up-1,2024-01-01,up-s,b,1,EUR,placed\n");
        assertThat(counts(imported("up-1,2024-01-01,up-s,b,1,EUR,delivered\n")))
                .isEqualTo("DONE read 1 = 0 new + 0 again + 1 updated + 0 rejected, 0 skipped");
        assertThat(texts("select status || version from orders where order_id = 'up-1'"))
                .containsExactly("delivered2");
        assertThat(texts("select version || (content ->> 'status') || (content ->> 'amount_minor') from orders_history"
                        + " where order_id = 'up-1'"))
                .containsExactly("1placed100");
    }

    @Test
    void onlyOrdersThatAreNewOrStandElsewhereAreToBeScored() throws IOException {
        imported("sc-1,2024-01-01,sc-s,b,1,EUR,placed\nsc-2,2024-01-05,sc-s,b,1,EUR,placed\n");
        assertThat(news.unscored()).containsExactly(Instant.parse("2024-01-01T00:00:00Z"));
        news.forget();
        imported("sc-1,2024-01-01,sc-s,b,1,EUR,delivered\n");
        assertThat(news.unscored())
                .as("what became known later asks for no new score")
                .isEmpty();
        imported("sc-1,2024-01-01,sc-s,b,1,EUR,returned\nsc-2,2024-01-04,sc-s,b,1,EUR,placed\n");
        assertThat(news.unscored()).as("another time").containsExactly(Instant.parse("2024-01-04T00:00:00Z"));
        news.forget();
        imported("sc-2,2024-01-04,sc-t,b,1,EUR,placed\n");
        assertThat(news.unscored()).as("another seller").containsExactly(Instant.parse("2024-01-04T00:00:00Z"));
    }

    @Test
    void anIdThatComesOftenInOneFileIsTakenInTheOrderOfTheFile() throws IOException {
        assertThat(counts(imported("""
                of-1,2024-01-01,of-s,b,1,EUR,a
                of-1,2024-01-01,of-s,b,1,EUR,a
                of-1,2024-01-01,of-s,b,1,EUR,b
                of-1,2024-01-01,of-s,b,1,EUR,a
                of-1,2024-01-01,of-s,b,1,EUR,c
                """)))
                .isEqualTo("DONE read 5 = 1 new + 1 again + 3 updated + 0 rejected, 0 skipped");
        assertThat(texts("select content ->> 'status' from orders_history where order_id = 'of-1' order by version"))
                .containsExactly("a", "b", "a");
        assertThat(texts("select status from orders where order_id = 'of-1'")).containsExactly("c");
    }

    @Test
    void aSellerIsMadeFromItsOrderAndCompletedByItsOwnRow() throws IOException {
        imported("made-1,2024-01-01,made-s,b,1,EUR,\n");
        assertThat(texts("select from_order || coalesce(registered_at::text, ' unknown') from seller"
                        + " where seller_id = 'made-s'"))
                .containsExactly("true unknown");
        String sellers = "seller_id,registered_at,name,level\nmade-s,2023-05-01,Made & Söhne,3.5\n";
        String mapping = "{\"attributes\": {\"level\": \"numeric\"}}";
        assertThat(counts(imported(Feed.SELLERS, sellers, mapping)))
                .isEqualTo("DONE read 1 = 0 new + 0 again + 1 updated + 0 rejected, 0 skipped");
        assertThat(texts("select from_order || name || (attributes #>> '{n,level}') from seller"
                        + " where seller_id = 'made-s'"))
                .containsExactly("falseMade & Söhne3.5");
        assertThat(counts(imported(Feed.SELLERS, sellers, mapping)))
                .isEqualTo("DONE read 1 = 0 new + 1 again + 0 updated + 0 rejected, 0 skipped");
        ImportProgress other = imported(Feed.SELLERS, sellers, "{\"attributes\": {\"level\": \"categorical\"}}");
        assertThat(other.problems())
                .extracting(Complaint::sentence)
                .containsExactly("an attribute was declared with another type before: level");
    }

    @Test
    void outcomesMayComeBeforeTheirOrdersAndBecomeLabels() throws IOException {
        String header = "subject_kind,subject_id,outcome,source,known_at,typology\n";
        assertThat(counts(imported(
                        Feed.OUTCOMES, header + "order,late-1,fraud,chargeback,2024-02-01,stolen_payment\n", null)))
                .isEqualTo("DONE read 1 = 1 new + 0 again + 0 updated + 0 rejected, 0 skipped");
        imported("late-1,2024-01-01,late-s,b,1,EUR,\n");
        assertThat(texts("select o.typology from outcome o join orders p on p.order_id = o.subject_id"
                        + " where o.subject_kind = 'order' and o.subject_id = 'late-1'"))
                .containsExactly("stolen_payment");
        assertThat(texts("select label || source from label where subject_id = 'late-1'"))
                .containsExactly("fraudoutcome:chargeback");
        String later = header
                // the first word corrected, then a second word of the same source
                + "order,late-1,fraud,chargeback,2024-02-01,account_takeover\n"
                + "order,late-1,legitimate,chargeback,2024-03-01,\n";
        assertThat(counts(imported(Feed.OUTCOMES, later, null)))
                .isEqualTo("DONE read 2 = 1 new + 0 again + 1 updated + 0 rejected, 0 skipped");
        assertThat(counts(imported(Feed.OUTCOMES, later, null)))
                .isEqualTo("DONE read 2 = 0 new + 2 again + 0 updated + 0 rejected, 0 skipped");
        assertThat(texts("select count(*) from outcome_history")).containsExactly("1");
    }

    @Test
    void rejectsAreListedWithLineColumnAndReason() throws IOException {
        ImportProgress done = imported("""
                rj-1,2024-01-01,rj-s,b,1,EUR,
                rj-2,2024-01-01,rj-s,b,=1+1,EUR,
                rj-3,2024-01-01,rj-s,b,1,EUR
                """);
        assertThat(counts(done)).isEqualTo("DONE read 3 = 1 new + 0 again + 0 updated + 2 rejected, 0 skipped");
        assertThat(done.fileName()).isEqualTo("feed.csv");
        var csv = new StringWriter();
        history.writeRejects(Actor.SYSTEM, done.id(), csv);
        assertThat(csv.toString().split("\r\n"))
                .containsExactly(
                        "line,column,value,reason",
                        "3,amount,'=1+1,is not a plain decimal amount such as 1234.50",
                        "4,,,\"the row has 6 columns, the header has 7\"");
    }

    @Test
    void aFileThatIsCutOffKeepsAndCountsWhatCameBefore() throws IOException {
        byte[] whole = gzip(manyOrders("cut", 30_000, 2).getBytes(UTF_8));
        ImportProgress cut = ended(start(Feed.ORDERS, Arrays.copyOf(whole, whole.length / 2), null));
        assertThat(cut.state()).isEqualTo(ImportState.FAILED);
        assertThat(cut.problems()).singleElement().extracting(Complaint::reason).isEqualTo(Reason.FILE_CUT_OFF);
        assertThat(cut.accepted()).isBetween(5_000L, 25_000L);
        assertThat(texts("select count(*) from orders where order_id like 'cut-%'"))
                .containsExactly(Long.toString(cut.accepted()));
        ImportProgress again = ended(start(Feed.ORDERS, whole, null));
        assertThat(again.accepted()).isEqualTo(30_000 - cut.accepted());
        assertThat(again.duplicates()).isEqualTo(cut.accepted());
    }

    @Test
    void aCancelIsHeardWithinTwoSecondsAndWhatWasKeptIsCounted() throws IOException {
        ImportProgress started =
                start(Feed.ORDERS, manyOrders("stop", 400_000, 3).getBytes(UTF_8), null);
        while (history.find(Actor.SYSTEM, started.id()).orElseThrow().rowsRead() == 0) {
            LockSupport.parkNanos(5_000_000);
        }
        Instant asked = Instant.now();
        assertThat(cancelImport.cancel(Actor.SYSTEM, started.id())).isEqualTo(new CancelImport.Asked());
        ImportProgress stopped = ended(started);
        assertThat(Instant.now()).isBefore(asked.plusSeconds(2));
        assertThat(stopped.state()).isEqualTo(ImportState.CANCELLED);
        assertThat(texts("select count(*) from orders where order_id like 'stop-%'"))
                .containsExactly(Long.toString(stopped.accepted()));
        assertThat(cancelImport.cancel(Actor.SYSTEM, started.id()))
                .isEqualTo(new CancelImport.EndedBefore(ImportState.CANCELLED));
    }

    @Test
    void aMappingThatIsWrongStartsNothing() throws IOException {
        Path file = Files.createTempFile("feed", ".csv");
        assertThat(importFile.start(Actor.SYSTEM, Feed.ORDERS, "f", file, "{\"colums\": {}}"))
                .isInstanceOf(ImportFile.MappingRefused.class);
        ImportProgress unfit = imported(Feed.ORDERS, "order_id,extra\n1,2\n", null);
        assertThat(unfit.state()).isEqualTo(ImportState.FAILED);
        assertThat(unfit.problems())
                .extracting(Complaint::sentence)
                .contains("the file has columns that are neither mapped nor ignored: extra");
    }

    @Test
    void anImportWhoseFileNobodyHasAnyMoreEndsInTheTrailToo() {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute(
                "insert into import_run (id, feed, file_name, mapping, state, bytes_total, requested_by, created_at, touched_at)"
                        + " values (?, 'orders', 'f.csv', '{}', 'RUNNING', 1, ?, now() - interval '2 hours', now() - interval '1 hour')",
                id,
                Actor.SYSTEM_ID));
        worker.watch();
        ImportProgress ended = ended(history.find(Actor.SYSTEM, id).orElseThrow());
        assertThat(ended.state()).isEqualTo(ImportState.INTERRUPTED);
        List<String> told = jdbi.withHandle(handle -> handle.select(
                        "select payload from audit_event where kind = 'import.ended' and payload like ?",
                        "%" + id + "%")
                .mapTo(String.class)
                .list());
        assertThat(told).singleElement().asString().contains("INTERRUPTED");
    }
}
