package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Says what a person can be given to judge. It counts from the next case that is laid ready. */
@ApplicationScoped
public class ChangeSkill {

    private static final int MOST_MARKETS = 200;

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ChangeSkill(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Changed(int version) implements Result {}

    /** Somebody else changed it first. */
    public record Outdated() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param skill with the version that the actor has looked at */
    @Transactional
    public Result change(Actor actor, UUID personId, Skill skill) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = new ArrayList<>();
        QueueTerms.languages(errors, "languages", skill.languages());
        QueueTerms.known(errors, "typologies", skill.typologies(), QueueTerms.TYPOLOGIES);
        if (skill.markets().size() > MOST_MARKETS
                || skill.markets().stream().anyMatch(market -> market.length() > 60)) {
            errors.add(
                    new FieldError("markets", "range", "must be at most " + MOST_MARKETS + ", of 60 characters each"));
        }
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Instant now = clock.now();
        int changed = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into skill as s (person_id, markets, languages, typologies, version, changed_by, changed_at)
                        select :person, :markets, :languages, :typologies, 1, :by, :at
                        -- nothing is made anew from a version that has gone
                        where :version = 0 or exists (select from skill where person_id = :person)
                        on conflict (person_id) do update
                          set (markets, languages, typologies, version, changed_by, changed_at)
                            = (excluded.markets, excluded.languages, excluded.typologies, s.version + 1, excluded.changed_by,
                               excluded.changed_at)
                          where s.version = :version""")
                .bind("person", personId)
                .bindArray("markets", String.class, skill.markets())
                .bindArray("languages", String.class, skill.languages())
                .bindArray("typologies", String.class, skill.typologies())
                .bind("version", skill.version())
                .bind("by", actor.id())
                .bind("at", now)
                .execute());
        if (changed == 0) {
            return new Outdated();
        }
        trail.ofArea(
                Area.QUEUES,
                "skill.changed",
                actor,
                now,
                Map.of(
                        "person", personId,
                        "version", skill.version() + 1,
                        "markets", skill.markets(),
                        "languages", skill.languages(),
                        "typologies", skill.typologies()));
        return new Changed(skill.version() + 1);
    }
}
