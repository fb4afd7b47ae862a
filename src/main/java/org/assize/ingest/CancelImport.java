package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Stops an import; what was kept by then stays and is counted. */
@ApplicationScoped
public class CancelImport {

    private final ImportRuns runs;
    private final AuditTrail trail;
    private final AssizeClock clock;

    CancelImport(ImportRuns runs, AuditTrail trail, AssizeClock clock) {
        this.runs = runs;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    /** It stops within two seconds. */
    public record Asked() implements Result {}

    public record EndedBefore(ImportState state) implements Result {}

    public record Unknown() implements Result {}

    @Transactional
    public Result cancel(Actor actor, UUID id) {
        actor.require(Permission.SEND_FEEDS);
        Optional<ImportProgress> found = runs.find(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        if (found.get().state().isFinal()) {
            return new EndedBefore(found.get().state());
        }
        Instant now = clock.now();
        runs.cancel(id, now);
        trail.ofArea(Area.FEEDS, "import.cancelled", actor, now, Map.of("import", id.toString()));
        return new Asked();
    }
}
