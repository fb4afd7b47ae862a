package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * What the actor holds, what waits for them alone, what they have put aside or handed over, what they have begun to write, and
 * what they decided today. A blind reading counts as what they decided: to them it is.
 */
@ApplicationScoped
public class MyWork {

    private static final int MOST = 200;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    MyWork(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * @param held soonest to lapse first
     * @param handedOver to the actor and not yet claimed
     * @param snoozed by the actor, the soonest to come back first
     * @param givenAway by the actor, and not yet claimed by whom it waits for
     * @param drafts on open cases, newest first
     * @param decidedToday newest first
     */
    public record Sheet(
            List<FraudCase> held,
            List<FraudCase> handedOver,
            List<FraudCase> snoozed,
            List<FraudCase> givenAway,
            List<Draft> drafts,
            List<Decided> decidedToday) {

        public boolean isEmpty() {
            return held.isEmpty()
                    && handedOver.isEmpty()
                    && snoozed.isEmpty()
                    && givenAway.isEmpty()
                    && drafts.isEmpty()
                    && decidedToday.isEmpty();
        }
    }

    public record Draft(@Nested FraudCase fraudCase, Instant savedAt) {
        Draft asSeenBy(Actor actor) {
            return new Draft(fraudCase.asSeenBy(actor), savedAt);
        }
    }

    /** One verdict of the actor's; the case may have been opened again since. */
    public record Decided(
            @Nested FraudCase fraudCase,
            String reached,
            @Nullable String typology,
            Instant reachedAt) {
        Decided asSeenBy(Actor actor) {
            return new Decided(fraudCase.asSeenBy(actor), reached, typology, reachedAt);
        }
    }

    /** {@code dayStart} is the actor's own midnight. Each list has at most 200 lines. */
    public Sheet read(Actor actor, Instant dayStart) {
        actor.require(Permission.WORK_CASES);
        return jdbi.withHandle(handle -> new Sheet(
                cases(
                        handle,
                        actor,
                        "c.claimed_by = :me and c.claimed_until > :now",
                        "c.claimed_until",
                        Map.of("now", clock.now())),
                cases(handle, actor, "c.assigned_to = :me and c.state = 'WAITING'", "c.priority desc", Map.of()),
                cases(handle, actor, "c.passed_by = :me and c.state = 'SNOOZED'", "c.snoozed_until", Map.of()),
                cases(
                        handle,
                        actor,
                        "c.passed_by = :me and c.state = 'WAITING' and c.assigned_to <> :me",
                        "c.due_at",
                        Map.of()),
                drafts(handle, actor),
                decided(handle, actor, dayStart)));
    }

    private static List<FraudCase> cases(
            Handle handle, Actor actor, String which, String order, Map<String, Instant> values) {
        return handle.createQuery(FraudCase.selectFrom("fraud_case") + " where " + which
                        + " and c.state <> 'CLOSED' order by " + order + ", c.id limit :most")
                .bind("me", actor.id())
                .bindMap(values)
                .bind("most", MOST)
                .map(FraudCase.ROW)
                .map(its -> its.asSeenBy(actor))
                .list();
    }

    /** A reading that became the verdict has the same id, and is one. */
    static final String OWN_WORD = """
            (
              select case_id, decision, typology, reached_at from verdict where reached_by = :me and reached_at >= :dayStart
              union all
              select case_id, decision, typology, read_at from blind_reading r
              where read_by = :me and read_at >= :dayStart and not exists (select from verdict where id = r.id)
            ) v on v.case_id = c.id
            """;

    private static List<Draft> drafts(Handle handle, Actor actor) {
        return handle.createQuery(
                        FraudCase.selectFrom("fraud_case", ", d.saved_at", "case_draft d on d.case_id = c.id") + """
                         where d.actor_id = :me and c.state <> 'CLOSED'
                        order by d.saved_at desc limit :most""")
                .bind("me", actor.id())
                .bind("most", MOST)
                .map(ConstructorMapper.of(Draft.class))
                .map(draft -> draft.asSeenBy(actor))
                .list();
    }

    private static List<Decided> decided(Handle handle, Actor actor, Instant dayStart) {
        return handle.createQuery(FraudCase.selectFrom(
                                "fraud_case", ", v.decision as reached, v.typology, v.reached_at", OWN_WORD)
                        + """
                        order by v.reached_at desc limit :most""")
                .bind("me", actor.id())
                .bind("dayStart", dayStart)
                .bind("most", MOST)
                .map(ConstructorMapper.of(Decided.class))
                .map(decided -> decided.asSeenBy(actor))
                .list();
    }
}
