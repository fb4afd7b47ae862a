package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The actor has seen their notifications: those of one case, or all of them. Not in the trail: reading is no act on a case. */
@ApplicationScoped
public class MarkNotificationsRead {

    private final Jdbi jdbi;
    private final Bulletin bulletin;
    private final AssizeClock clock;

    MarkNotificationsRead(Jdbi jdbi, Bulletin bulletin, AssizeClock clock) {
        this.jdbi = jdbi;
        this.bulletin = bulletin;
        this.clock = clock;
    }

    /**
     * @param caseId null for all
     * @return how many were new until now
     */
    @Transactional
    public int mark(Actor actor, @Nullable UUID caseId) {
        actor.require(Permission.READ_CASES);
        int marked = jdbi.withHandle(handle -> handle.createUpdate("""
                        update notification set read_at = :now
                        where person_id = :me and read_at is null and (:case::uuid is null or case_id = :case::uuid)""")
                .bind("now", clock.now())
                .bind("me", actor.id())
                .bind("case", caseId)
                .execute());
        if (marked > 0) {
            bulletin.post(Change.of(NotificationList.TOPIC, actor.id()));
        }
        return marked;
    }
}
