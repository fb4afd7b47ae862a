package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** Takes a file over and brings it in, in the background: whoever asked may leave and look again later. */
@ApplicationScoped
public class ImportFile {

    private static final int LONGEST_NAME = 200;

    private final ImportRuns runs;
    private final ImportWorker worker;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final TransactionSynchronizationRegistry transaction;

    ImportFile(
            ImportRuns runs,
            ImportWorker worker,
            AuditTrail trail,
            AssizeClock clock,
            TransactionSynchronizationRegistry transaction) {
        this.runs = runs;
        this.worker = worker;
        this.trail = trail;
        this.clock = clock;
        this.transaction = transaction;
    }

    public sealed interface Result {}

    public record Started(UUID id) implements Result {}

    public record MappingRefused(List<Complaint> complaints) implements Result {}

    /**
     * Starts an import.
     *
     * @param fileName as the sender names it; shown and never used as a path
     * @param file with the content; moved away from where it lies
     * @param mapping as JSON; null for a file whose columns have the names of the contract
     */
    @Transactional
    public Result start(Actor actor, Feed feed, String fileName, Path file, @Nullable String mapping) {
        actor.require(Permission.SEND_FEEDS);
        FeedMapping understood;
        if (mapping == null || mapping.isBlank()) {
            understood = FeedMapping.identity(feed);
        } else {
            switch (FeedMapping.read(feed, mapping)) {
                case FeedMapping.NotUnderstood(List<Complaint> complaints) -> {
                    return new MappingRefused(complaints);
                }
                case FeedMapping.Understood(FeedMapping read) -> understood = read;
            }
        }
        UUID id = Ids.next();
        Instant now = clock.now();
        Path kept = worker.keep(id, file);
        runs.add(id, feed, shown(fileName), understood.toJson(), size(kept), actor.id(), now);
        trail.ofArea(Area.FEEDS, "import.requested", actor, now, Map.of("import", id.toString(), "feed", feed.code()));
        transaction.registerInterposedSynchronization(new AfterCommit(() -> worker.work(id, understood, kept, actor)));
        return new Started(id);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String shown(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        var shown = new StringBuilder();
        last.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_NAME)
                .forEach(shown::appendCodePoint);
        return shown.toString().isBlank() ? "file" : shown.toString();
    }

    private record AfterCommit(Runnable then) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                then.run();
            }
        }
    }
}
