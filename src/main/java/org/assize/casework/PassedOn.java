package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The words with which a case came to whoever has it: a hand-over to them, an escalation, a reopening. */
@ApplicationScoped
public class PassedOn {

    private final Jdbi jdbi;

    PassedOn(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param kind as in the trail: {@code case.handed_over}, {@code case.escalated}, {@code case.reopened} */
    public record Words(String kind, String passedBy, Instant at, String words) {}

    /** The latest since the case was last decided; neither what was said to somebody else, nor by whoever read it first. */
    public Optional<Words> to(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select e.kind, a.name as passed_by, e.at, n.body as words
                        from audit_event e
                        join actor a on a.id = e.actor_id
                        join note n on n.id = (e.payload::jsonb ->> 'note')::uuid
                        -- the chain of one case, by its index: some dozens of entries
                        where e.case_id = :case and e.actor_id <> :me
                          and (e.kind in ('case.escalated', 'case.reopened')
                            or e.kind = 'case.handed_over' and e.payload::jsonb ->> 'to' = :me::text)
                          and not exists (
                            select from audit_event v where v.case_id = :case and v.seq > e.seq and (v.kind like 'verdict.%' or v.kind like 'readings.%'))
                          -- who reads second learns nothing of what the first had in mind
                          and not exists (
                            select from fraud_case c where c.id = :case and c.first_reader = person_behind(e.actor_id))
                        order by e.seq desc limit 1""")
                .bind("case", caseId)
                .bind("me", actor.id())
                .map(ConstructorMapper.of(Words.class))
                .findOne());
    }
}
