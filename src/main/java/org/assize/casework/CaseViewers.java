package org.assize.casework;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/**
 * Who has a case open at this moment, on whichever node. Only a courtesy: nobody is kept out by it, and it is not in the
 * trail. A visit that is not confirmed is over after {@link #BELIEVED}.
 */
@ApplicationScoped
public class CaseViewers {

    /** Topic of the bulletin: somebody has come to a case or left it. */
    public static final String TOPIC = "viewers";

    /** More than two ticks of the bulletin, by which visits are confirmed. */
    static final Duration BELIEVED = Duration.ofSeconds(75);

    private static final int MOST = 20;

    private final Jdbi jdbi;
    private final Bulletin bulletin;
    private final AssizeClock clock;

    CaseViewers(Jdbi jdbi, Bulletin bulletin, AssizeClock clock) {
        this.jdbi = jdbi;
        this.bulletin = bulletin;
        this.clock = clock;
    }

    /** One page that shows a case. */
    public record Visit(UUID id, UUID caseId) {}

    public record Viewer(UUID id, String name, Instant since) {}

    public Visit arrive(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        Visit visit = new Visit(Ids.next(), caseId);
        Instant now = clock.now();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into case_viewer (visit, case_id, actor_id, since, seen_at)
                        values (:visit, :case, :actor, :now, :now)""")
                .bind("visit", visit.id())
                .bind("case", caseId)
                .bind("actor", actor.id())
                .bind("now", now)
                .execute());
        bulletin.post(Change.of(TOPIC, caseId));
        return visit;
    }

    /** The page is still there. */
    public void confirm(Visit visit) {
        jdbi.useHandle(handle -> handle.createUpdate("update case_viewer set seen_at = :now where visit = :visit")
                .bind("visit", visit.id())
                .bind("now", clock.now())
                .execute());
    }

    public void leave(Visit visit) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from case_viewer where visit = :visit")
                .bind("visit", visit.id())
                .execute());
        bulletin.post(Change.of(TOPIC, visit.caseId()));
    }

    /** Everybody but the actor, who has been there longest first. */
    public List<Viewer> others(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.id, a.name, min(v.since) as since
                        from case_viewer v join actor a on a.id = v.actor_id
                        where v.case_id = :case and v.actor_id <> :me and v.seen_at > :believed
                        group by a.id, a.name
                        order by min(v.since), a.id
                        limit :most""")
                .bind("case", caseId)
                .bind("me", actor.id())
                .bind("believed", clock.now().minus(BELIEVED))
                .bind("most", MOST)
                .mapTo(Viewer.class)
                .list());
    }

    @Scheduled(every = "5m", delayed = "2m")
    void forgetGone() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from case_viewer where seen_at < :then")
                .bind("then", clock.now().minus(BELIEVED.multipliedBy(4)))
                .execute());
    }
}
