package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps what somebody has typed on a case and not yet sent. Needs no claim: words must survive the loss of one. Not in
 * the trail, because nothing was said yet.
 */
@ApplicationScoped
public class SaveDraft {

    /** Characters of JSON. */
    public static final int LONGEST = 100_000;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    SaveDraft(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * @param content a JSON object, the screen's own; empty when nothing that was typed is left
     * @return whether it was kept: not when there is no such open case
     * @throws IllegalArgumentException when the content is longer than {@link #LONGEST}
     */
    @Transactional
    public boolean save(Actor actor, UUID caseId, String content) {
        actor.require(Permission.WORK_CASES);
        if (content.length() > LONGEST) {
            throw new IllegalArgumentException("a draft of " + content.length() + " characters is too long");
        }
        if (content.isEmpty()) {
            return jdbi.withHandle(handle -> handle.createUpdate(
                                    "delete from case_draft where case_id = :case and actor_id = :actor")
                            .bind("case", caseId)
                            .bind("actor", actor.id())
                            .execute())
                    > 0;
        }
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into case_draft (case_id, actor_id, content, saved_at)
                        select id, :actor, :content::jsonb, :now from fraud_case where id = :case and state <> 'CLOSED'
                        on conflict (case_id, actor_id) do update set content = excluded.content, saved_at = excluded.saved_at""")
                        .bind("case", caseId)
                        .bind("actor", actor.id())
                        .bind("content", content)
                        .bind("now", clock.now())
                        .execute()
                > 0);
    }
}
