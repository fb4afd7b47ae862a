package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** What the actor holds, what waits for them alone, what they have begun to write, and what they decided today. */
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
     * @param drafts on open cases, newest first
     * @param decidedToday newest first
     */
    public record Sheet(
            List<FraudCase> held, List<FraudCase> handedOver, List<Draft> drafts, List<Decided> decidedToday) {}

    public record Draft(@Nested FraudCase fraudCase, Instant savedAt) {}

    /** One verdict of the actor's; the case may have been opened again since. */
    public record Decided(
            @Nested FraudCase fraudCase,
            String reached,
            @Nullable String typology,
            Instant reachedAt) {}

    /** {@code dayStart} is the actor's own midnight. Each list has at most 200 lines. */
    public Sheet read(Actor actor, Instant dayStart) {
        actor.require(Permission.WORK_CASES);
        UUID me = actor.id();
        return jdbi.withHandle(handle -> new Sheet(
                handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                                 where c.claimed_by = :me and c.claimed_until > :now
                                order by c.claimed_until, c.id limit :most""")
                        .bind("me", me)
                        .bind("now", clock.now())
                        .bind("most", MOST)
                        .map(ConstructorMapper.of(FraudCase.class))
                        .map(its -> its.asSeenBy(actor))
                        .list(),
                handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                                 where c.assigned_to = :me and c.state = 'WAITING'
                                order by c.priority desc, c.id limit :most""")
                        .bind("me", me)
                        .bind("most", MOST)
                        .map(ConstructorMapper.of(FraudCase.class))
                        .list(),
                drafts(handle, me),
                decided(handle, me, dayStart)));
    }

    private static List<Draft> drafts(Handle handle, UUID me) {
        return handle.createQuery(
                        FraudCase.selectFrom("fraud_case", ", d.saved_at", "case_draft d on d.case_id = c.id") + """
                         where d.actor_id = :me and c.state <> 'CLOSED'
                        order by d.saved_at desc limit :most""")
                .bind("me", me)
                .bind("most", MOST)
                .map(ConstructorMapper.of(Draft.class))
                .list();
    }

    private static List<Decided> decided(Handle handle, UUID me, Instant dayStart) {
        return handle.createQuery(FraudCase.selectFrom(
                                "fraud_case",
                                ", v.decision as reached, v.typology, v.reached_at",
                                "verdict v on v.case_id = c.id")
                        + """
                         where v.reached_by = :me and v.reached_at >= :dayStart
                        order by v.reached_at desc limit :most""")
                .bind("me", me)
                .bind("dayStart", dayStart)
                .bind("most", MOST)
                .map(ConstructorMapper.of(Decided.class))
                .list();
    }
}
