package org.assize.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.subject.AttributeDeclarations;
import org.assize.subject.OrdersKept;
import org.assize.subject.OrdersRecorded;
import org.assize.subject.RecordSubjects;
import org.assize.subject.SubjectKind;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works imports off, two at a time. A thread reads and checks rows while another merges them; each batch, its rejects
 * and its counts are one transaction, so that the counts are right whenever the work ends, a crash included.
 */
@ApplicationScoped
class ImportWorker {

    private static final Logger LOG = Logger.getLogger(ImportWorker.class);
    private static final int AT_ONCE = 2;
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 60;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** More than this many rejects are counted and no longer listed. */
    private static final long LISTED_REJECTS = 1_000_000;

    private final ImportRuns runs;
    private final RecordSubjects subjects;
    private final AttributeDeclarations declarations;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Event<OrdersKept> ordersKept;
    private final Event<OrdersRecorded> ordersRecorded;
    private final Path uploads;
    /** Platform threads: this is work for the processor, and a virtual thread would keep its carrier from others. */
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("import-", 1).factory());

    private final Set<UUID> mine = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    ImportWorker(
            ImportRuns runs,
            RecordSubjects subjects,
            AttributeDeclarations declarations,
            AuditTrail trail,
            AssizeClock clock,
            Event<OrdersKept> ordersKept,
            Event<OrdersRecorded> ordersRecorded,
            @ConfigProperty(name = "assize.data", defaultValue = "data") Path data) {
        this.runs = runs;
        this.subjects = subjects;
        this.declarations = declarations;
        this.trail = trail;
        this.clock = clock;
        this.ordersKept = ordersKept;
        this.ordersRecorded = ordersRecorded;
        this.uploads = data.resolve("uploads");
    }

    /** Nobody works on what a former run of this server left behind. */
    void onStart(@Observes StartupEvent start) throws IOException {
        Files.createDirectories(uploads);
        try (var left = Files.list(uploads)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
        threads.close();
    }

    /** The order matters: what this server works on is never taken for abandoned after the database was away. */
    @Scheduled(every = "5s", delayed = "1s")
    void watch() {
        Instant now = clock.now();
        runs.touch(mine, now);
        QuarkusTransaction.requiringNew()
                .run(() -> runs.interruptUntouched(SILENCE, now)
                        .forEach(id -> ended(id, ImportState.INTERRUPTED, Actor.SYSTEM, now)));
    }

    /** Moves a file to where it stays until its import ends. */
    Path keep(UUID id, Path file) {
        try {
            return Files.move(file, uploads.resolve(id.toString()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void work(UUID id, FeedMapping mapping, Path file, Actor actor) {
        mine.add(id);
        threads.execute(() -> {
            try {
                workNow(id, mapping, file, actor);
            } finally {
                mine.remove(id);
                delete(file);
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How an import ended. */
    private record Ending(ImportState state, List<Complaint> problems) {
        Ending(ImportState state, Complaint... problems) {
            this(state, List.of(problems));
        }
    }

    // The last frame of a background thread: whatever happened must end in the import's own row.
    @SuppressWarnings("CatchingUnchecked")
    private void workNow(UUID id, FeedMapping mapping, Path file, Actor actor) {
        var placed = new PlacedSpan();
        Ending ending;
        try {
            boolean begun = !stopping && QuarkusTransaction.requiringNew().call(() -> runs.begin(id, clock.now()));
            if (!begun) {
                return;
            }
            ending = bringIn(id, mapping, file, placed);
        } catch (RuntimeException | IOException e) {
            String incident = UUID.randomUUID().toString();
            LOG.errorf(e, "Incident %s", incident);
            ending = new Ending(ImportState.FAILED, Complaint.of(Reason.BROKEN_HERE, incident));
        }
        end(id, ending, actor);
        placed.tell(ordersRecorded, clock.now());
    }

    private void end(UUID id, Ending ending, Actor actor) {
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = clock.now();
            if (runs.end(id, ending.state, ending.problems, now)) {
                ended(id, ending.state, actor, now);
            }
        });
    }

    private void ended(UUID id, ImportState state, Actor actor, Instant now) {
        ImportProgress done = runs.find(id).orElseThrow();
        trail.ofArea(
                Area.FEEDS,
                "import.ended",
                actor,
                now,
                Map.of(
                        "import", id.toString(),
                        "state", state.name(),
                        "read", done.rowsRead(),
                        "accepted", done.accepted(),
                        "duplicates", done.duplicates(),
                        "updated", done.updated(),
                        "rejected", done.rejected()));
    }

    private Ending bringIn(UUID id, FeedMapping mapping, Path file, PlacedSpan placed) throws IOException {
        Optional<Complaint> contradiction = declare(mapping);
        if (contradiction.isPresent()) {
            return new Ending(ImportState.FAILED, contradiction.get());
        }
        try (var batches = new FileBatches(mapping, Files.newInputStream(file))) {
            long accounted = 0;
            long rejected = 0;
            while (true) {
                switch (batches.next()) {
                    case FileBatches.Unfit(List<Complaint> complaints) -> {
                        return new Ending(ImportState.FAILED, complaints);
                    }
                    case FileBatches.Batch batch -> {
                        Kept kept = keep(id, batch, accounted, rejected);
                        accounted += batch.rows();
                        rejected += batch.rejects().size();
                        if (kept.changed > 0) {
                            placed.extend(batch, kept.changed);
                        }
                        if (batch.end() != null) {
                            return batch.end() instanceof CsvRows.Broken(Complaint why)
                                    ? new Ending(ImportState.FAILED, why)
                                    : new Ending(ImportState.DONE);
                        }
                        if (kept.cancelled) {
                            return new Ending(ImportState.CANCELLED);
                        }
                        if (stopping || kept.endedElsewhere) {
                            return new Ending(ImportState.INTERRUPTED);
                        }
                    }
                }
            }
        }
    }

    private Optional<Complaint> declare(FeedMapping mapping) {
        if (mapping.attributes().isEmpty()) {
            return Optional.empty();
        }
        SubjectKind kind = mapping.feed() == Feed.SELLERS ? SubjectKind.SELLER : SubjectKind.ORDER;
        List<String> others = QuarkusTransaction.requiringNew()
                .call(() -> declarations.declare(kind, mapping.attributes(), clock.now()));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Complaint.of(Reason.ATTRIBUTE_DECLARED, String.join(", ", others)));
    }

    private record Kept(int changed, boolean cancelled, boolean endedElsewhere) {}

    /**
     * Keeps a batch, and tries again while the database is away or two imports were in each other's way. A commit whose
     * answer got lost is told by the counts: they were part of it.
     */
    private Kept keep(UUID id, FileBatches.Batch batch, long accountedBefore, long rejectedBefore) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (attempt > 1
                        && QuarkusTransaction.requiringNew().call(() -> runs.accountedFor(id)) > accountedBefore) {
                    return new Kept(batch.records().size(), false, false);
                }
                return QuarkusTransaction.requiringNew().timeout(600).call(() -> {
                    Instant now = clock.now();
                    RecordSubjects.Tally tally = subjects.merge(batch.records(), now);
                    runs.reject(
                            id,
                            rejectedBefore,
                            batch.rejects().stream()
                                    .limit(Math.max(0, LISTED_REJECTS - rejectedBefore))
                                    .toList());
                    Optional<Boolean> cancelled =
                            runs.count(id, tally, batch.rejects().size(), batch.skipped(), batch.bytesRead(), now);
                    if (cancelled.isEmpty()) {
                        QuarkusTransaction.setRollbackOnly();
                    } else if (tally.unscoredFrom() != null) {
                        ordersKept.fire(new OrdersKept(tally.unscoredFrom()));
                    }
                    return new Kept(tally.changed(), cancelled.orElse(false), cancelled.isEmpty());
                });
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || stopping || !isPassing(e)) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Connections lost or refused, a server that starts or stops, deadlocks and serialization failures. */
    private static boolean isPassing(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.startsWith("08") || state.startsWith("40") || state.startsWith("57P");
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The span of time the orders of an import were placed in. */
    private static final class PlacedSpan {
        private @Nullable Instant first;
        private @Nullable Instant last;
        private long changed;

        void extend(FileBatches.Batch batch, int more) {
            if (batch.firstPlacedAt() == null || batch.lastPlacedAt() == null) {
                return;
            }
            first = first == null || batch.firstPlacedAt().isBefore(first) ? batch.firstPlacedAt() : first;
            last = last == null || batch.lastPlacedAt().isAfter(last) ? batch.lastPlacedAt() : last;
            changed += more;
        }

        void tell(Event<OrdersRecorded> news, Instant now) {
            if (first != null && last != null) {
                news.fire(new OrdersRecorded(first, last, changed, now));
            }
        }
    }
}
