package org.assize.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Node;
import org.assize.security.Actor;
import org.assize.subject.AttributeDeclarations;
import org.assize.subject.OrdersKept;
import org.assize.subject.OrdersRecorded;
import org.assize.subject.RecordSubjects;
import org.assize.subject.SubjectKind;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works imports off, two at a time on each node. A thread reads and checks rows while another merges them; each batch, its
 * rejects and its counts are one transaction, so that the counts are right whenever the work ends, a crash included, and say from
 * which row on it is to be gone on with.
 *
 * <p>Whoever works on an import has a claim: a lease that is renewed every two seconds, and a version that each batch names. A
 * node that has not been heard of for ten seconds has lost it to whichever looks next, and can keep nothing more.
 */
@ApplicationScoped
class ImportWorker {

    private static final Logger LOG = Logger.getLogger(ImportWorker.class);
    private static final int AT_ONCE = 2;
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** An import that takes every node down with it must not go round among them for ever. */
    private static final int MOST_CLAIMS = 50;

    private static final int ATTEMPTS = 60;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** More than this many rejects are counted and no longer listed. */
    private static final long LISTED_REJECTS = 1_000_000;

    private final ImportRuns runs;
    private final KeptFiles files;
    private final RecordSubjects subjects;
    private final AttributeDeclarations declarations;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final UUID node;
    private final Event<OrdersKept> ordersKept;
    private final Event<OrdersRecorded> ordersRecorded;
    /**
     * Platform threads: this is work for the processor, and a virtual thread would keep its carrier from others. A look that
     * finds both busy and others asked for already is forgotten: those will see what there is.
     */
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(AT_ONCE),
            Thread.ofPlatform().name("import-", 1).factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private final Set<UUID> mine = ConcurrentHashMap.newKeySet();
    /** From the start until the stop. */
    private volatile boolean open;

    ImportWorker(
            ImportRuns runs,
            KeptFiles files,
            RecordSubjects subjects,
            AttributeDeclarations declarations,
            AuditTrail trail,
            AssizeClock clock,
            Node node,
            Event<OrdersKept> ordersKept,
            Event<OrdersRecorded> ordersRecorded) {
        this.runs = runs;
        this.files = files;
        this.subjects = subjects;
        this.declarations = declarations;
        this.trail = trail;
        this.clock = clock;
        this.node = node.id();
        this.ordersKept = ordersKept;
        this.ordersRecorded = ordersRecorded;
    }

    void onStart(@Observes StartupEvent start) {
        runs.giveBackAll(node);
        open = true;
    }

    void onStop(@Observes ShutdownEvent stop) {
        open = false;
        threads.close();
    }

    /** The order matters: what this node works on is never taken for forsaken after the database was away. */
    @Scheduled(every = "2s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void watch() {
        if (!mine.isEmpty()) {
            runs.touch(node, mine);
        }
        look();
    }

    /** There may be something to work on. */
    void look() {
        if (open) {
            threads.execute(this::workOff);
        }
    }

    private void workOff() {
        while (open) {
            Optional<ImportRuns.Taken> taken =
                    QuarkusTransaction.requiringNew().call(() -> runs.take(node, mine, LEASE, clock.now()));
            if (taken.isEmpty()) {
                return;
            }
            UUID id = taken.get().id();
            mine.add(id);
            try {
                work(taken.get());
            } finally {
                mine.remove(id);
            }
        }
    }

    /** How the work on an import ended on this node. */
    private sealed interface Ending {}

    private record Ended(ImportState state, List<Complaint> problems) implements Ending {
        Ended(ImportState state, Complaint... problems) {
            this(state, List.of(problems));
        }
    }

    /** This node stops; another goes on, or this one when it is there again. */
    private record Stopped() implements Ending {}

    /** Another node goes on, since this one was not heard of. */
    private record Lost() implements Ending {}

    // Where this thread's errors end: whatever happened must be told in the import's own row.
    @SuppressWarnings("CatchingUnchecked")
    private void work(ImportRuns.Taken its) {
        Ending ending;
        try {
            ending = bringIn(its);
        } catch (RuntimeException | IOException e) {
            String incident = UUID.randomUUID().toString();
            LOG.errorf(e, "Incident %s", incident);
            if (isPassing(e)) {
                // the database is away: when the lease is over, whichever node it answers to goes on
                return;
            }
            ending = new Ended(ImportState.FAILED, Complaint.of(Reason.BROKEN_HERE, incident));
        }
        switch (ending) {
            case Ended ended -> end(its, ended);
            case Stopped _ -> runs.giveBack(its);
            // whoever has the claim has the file too
            case Lost _ -> files.drop(its.id());
        }
    }

    private void end(ImportRuns.Taken its, Ended ending) {
        Instant now = clock.now();
        boolean ended = QuarkusTransaction.requiringNew().call(() -> {
            if (!runs.end(its, ending.state, ending.problems, now)) {
                return false;
            }
            files.dropShared(its.id());
            ImportProgress done = runs.find(its.id()).orElseThrow();
            trail.ofArea(
                    Area.FEEDS,
                    "import.ended",
                    Actor.SYSTEM,
                    now,
                    Map.of(
                            "import", its.id().toString(),
                            "state", ending.state.name(),
                            "read", done.rowsRead(),
                            "accepted", done.accepted(),
                            "duplicates", done.duplicates(),
                            "updated", done.updated(),
                            "rejected", done.rejected()));
            return true;
        });
        files.drop(its.id());
        if (ended) {
            runs.recorded(its.id(), now).ifPresent(ordersRecorded::fire);
        }
    }

    private Ending bringIn(ImportRuns.Taken its) throws IOException {
        if (its.cancelRequested()) {
            return new Ended(ImportState.CANCELLED);
        }
        Optional<InputStream> file = files.open(its.id(), its.bytesTotal());
        if (file.isEmpty() || its.claimVersion() > MOST_CLAIMS) {
            return new Ended(ImportState.INTERRUPTED);
        }
        FeedMapping mapping = switch (FeedMapping.read(its.feed(), its.mapping())) {
            case FeedMapping.Understood(FeedMapping read) -> read;
            case FeedMapping.NotUnderstood(List<Complaint> complaints) ->
                throw new IllegalStateException("import_run.mapping holds no mapping: " + complaints);
        };
        try (var batches = new FileBatches(mapping, file.get(), its.accountedFor())) {
            Optional<Complaint> contradiction = declare(mapping);
            if (contradiction.isPresent()) {
                return new Ended(ImportState.FAILED, contradiction.get());
            }
            long accounted = its.accountedFor();
            long rejected = its.rejected();
            while (true) {
                switch (batches.next()) {
                    case FileBatches.Unfit(List<Complaint> complaints) -> {
                        return new Ended(ImportState.FAILED, complaints);
                    }
                    case FileBatches.Batch batch -> {
                        long begun = System.nanoTime();
                        Kept kept = keep(its, batch, accounted, rejected);
                        batches.kept(batch.records().size(), Duration.ofNanos(System.nanoTime() - begun));
                        if (kept == Kept.NOTHING) {
                            return new Lost();
                        }
                        accounted += batch.rows();
                        rejected += batch.rejects().size();
                        if (batch.end() != null) {
                            return batch.end() instanceof CsvRows.Broken(Complaint why)
                                    ? new Ended(ImportState.FAILED, why)
                                    : new Ended(ImportState.DONE);
                        }
                        if (kept == Kept.AND_CANCELLED) {
                            return new Ended(ImportState.CANCELLED);
                        }
                        if (!open) {
                            return new Stopped();
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

    /** What became of a batch. */
    private enum Kept {
        ALL,
        AND_CANCELLED,
        NOTHING
    }

    /**
     * Keeps a batch, and tries again while the database is away or two imports were in each other's way. A commit whose
     * answer got lost is told by the counts: they were part of it.
     */
    private Kept keep(ImportRuns.Taken its, FileBatches.Batch batch, long accountedBefore, long rejectedBefore) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (attempt > 1
                        && QuarkusTransaction.requiringNew().call(() -> runs.accountedFor(its.id()))
                                > accountedBefore) {
                    return Kept.ALL;
                }
                Instant now = clock.now();
                subjects.makeSellers(batch.records(), now);
                return QuarkusTransaction.requiringNew().timeout(600).call(() -> {
                    RecordSubjects.Tally tally = subjects.merge(batch.records(), now);
                    runs.reject(
                            its.id(),
                            rejectedBefore,
                            batch.rejects().stream()
                                    .limit(Math.max(0, LISTED_REJECTS - rejectedBefore))
                                    .toList());
                    Optional<Boolean> cancelled = runs.count(its, tally, batch);
                    if (cancelled.isEmpty()) {
                        QuarkusTransaction.setRollbackOnly();
                        return Kept.NOTHING;
                    }
                    if (tally.unscoredFrom() != null) {
                        ordersKept.fire(new OrdersKept(tally.unscoredFrom()));
                    }
                    return cancelled.get() ? Kept.AND_CANCELLED : Kept.ALL;
                });
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !open || !isPassing(e)) {
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
}
