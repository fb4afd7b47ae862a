package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What the actor had typed on a case and not sent. Nobody reads another person's draft. */
@ApplicationScoped
public class DraftOf {

    private final Jdbi jdbi;

    DraftOf(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public record Draft(UUID caseId, String content, Instant savedAt) {}

    public Optional<Draft> read(Actor actor, UUID caseId) {
        actor.require(Permission.WORK_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select case_id, content::text as content, saved_at from case_draft
                        where case_id = :case and actor_id = :actor""")
                .bind("case", caseId)
                .bind("actor", actor.id())
                .map(ConstructorMapper.of(Draft.class))
                .findOne());
    }
}
