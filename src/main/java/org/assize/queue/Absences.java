package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Absences that last or are still to come, soonest first. */
@ApplicationScoped
public class Absences {

    static final int MOST = 100;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    Absences(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** One's own, or with the permission to change policies anybody's. */
    public List<Absence> of(Actor actor, UUID personId) {
        actor.require(personId.equals(actor.id()) ? Permission.WORK_CASES : Permission.CHANGE_POLICIES);
        return jdbi.withHandle(handle -> of(handle, personId, clock.now()));
    }

    static List<Absence> of(Handle handle, UUID personId, Instant now) {
        return handle.createQuery("""
                        select b.id, b.person_id, b.starts_at, b.ends_at, a.name as entered_by
                        from absence b join actor a on a.id = b.entered_by
                        where b.person_id = :person and b.ends_at > :now
                        order by b.starts_at, b.id limit :most""")
                .bind("person", personId)
                .bind("now", now)
                .bind("most", MOST)
                .map(ConstructorMapper.of(Absence.class))
                .list();
    }
}
