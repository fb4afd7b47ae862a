package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.assize.casework.CaseQuery;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Gives a filter a name, for the person alone who does so; the same name again means the new filter. */
@ApplicationScoped
public class SaveFilter {

    public static final int LONGEST_NAME = 60;

    static final int MOST = 100;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    SaveFilter(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** @return what is wrong with the name; nothing when it is kept */
    @Transactional
    public List<FieldError> save(Actor actor, String name, CaseQuery query) {
        actor.require(Permission.READ_CASES);
        String kept = name.strip();
        List<FieldError> errors = Words.check("name", kept, LONGEST_NAME);
        if (errors.isEmpty()) {
            jdbi.useHandle(handle -> handle.createUpdate("""
                            insert into saved_filter (id, person_id, name, address, created_at)
                            values (:id, :me, :name, :address, :now)
                            on conflict (person_id, name) do update set address = excluded.address""")
                    .bind("id", Ids.next())
                    .bind("me", actor.id())
                    .bind("name", kept)
                    .bind("address", query.address())
                    .bind("now", clock.now())
                    .execute());
        }
        return errors;
    }

    @Transactional
    public void forget(Actor actor, UUID id) {
        actor.require(Permission.READ_CASES);
        jdbi.useHandle(handle -> handle.createUpdate("delete from saved_filter where id = :id and person_id = :me")
                .bind("id", id)
                .bind("me", actor.id())
                .execute());
    }
}
