package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Hands out the CSV that was frozen, byte for byte; that somebody took it goes into the trail. */
@ApplicationScoped
public class HandOutSnapshot {

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    HandOutSnapshot(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    /** @return empty when there is no such snapshot */
    @Transactional
    public Optional<InputStream> content(Actor actor, UUID id) {
        actor.require(Permission.READ_LABELS);
        Optional<byte[]> packed =
                jdbi.withHandle(handle -> handle.createQuery("select content from snapshot where id = :id")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne());
        packed.ifPresent(
                found -> trail.ofArea(Area.LABELS, "snapshot.handed_out", actor, clock.now(), Map.of("snapshot", id)));
        return packed.map(TakeSnapshot::unpacked);
    }
}
