package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Takes an absence back, begun or not; the trail keeps that it was entered. */
@ApplicationScoped
public class CancelAbsence {

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    CancelAbsence(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    /** @return false when it was gone already */
    @Transactional
    public boolean cancel(Actor actor, UUID absenceId) {
        Optional<UUID> person =
                jdbi.withHandle(handle -> handle.createQuery("select person_id from absence where id = :id")
                        .bind("id", absenceId)
                        .mapTo(UUID.class)
                        .findOne());
        actor.require(
                person.filter(actor.id()::equals).isPresent() ? Permission.WORK_CASES : Permission.CHANGE_POLICIES);
        int deleted = jdbi.withHandle(handle -> handle.createUpdate("delete from absence where id = :id")
                .bind("id", absenceId)
                .execute());
        if (deleted == 0) {
            return false;
        }
        trail.ofArea(
                Area.QUEUES,
                "absence.cancelled",
                actor,
                clock.now(),
                Map.of("absence", absenceId, "person", person.orElseThrow()));
        return true;
    }
}
