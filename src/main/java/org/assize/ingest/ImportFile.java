package org.assize.ingest;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
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
    private final KeptFiles files;
    private final ImportWorker worker;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final TransactionSynchronizationRegistry transaction;

    ImportFile(
            ImportRuns runs,
            KeptFiles files,
            ImportWorker worker,
            AuditTrail trail,
            AssizeClock clock,
            TransactionSynchronizationRegistry transaction) {
        this.runs = runs;
        this.files = files;
        this.worker = worker;
        this.trail = trail;
        this.clock = clock;
        this.transaction = transaction;
    }

    public sealed interface Result {}

    public record Started(UUID id) implements Result {}

    public record MappingRefused(List<Complaint> complaints) implements Result {}

    /**
     * Starts an import. From when this has returned on, it comes to its end on whichever node is left; taking a large file over
     * may last longer than transactions usually may.
     *
     * @param fileName as the sender names it; shown and never used as a path
     * @param file with the content; moved away from where it lies
     * @param mapping as JSON; null for a file whose columns have the names of the contract
     */
    @Transactional
    @TransactionConfiguration(timeout = 3_600)
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
        // before anything can go wrong: whoever was given the file removes it
        transaction.registerInterposedSynchronization(new Afterwards(id));
        long bytes = files.keep(id, file);
        runs.add(id, feed, shown(fileName), understood.toJson(), bytes, actor.id(), now);
        files.share(id);
        trail.ofArea(Area.FEEDS, "import.requested", actor, now, Map.of("import", id.toString(), "feed", feed.code()));
        return new Started(id);
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

    private final class Afterwards implements Synchronization {
        private final UUID id;

        Afterwards(UUID id) {
            this.id = id;
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                worker.look();
            } else {
                files.drop(id);
            }
        }
    }
}
