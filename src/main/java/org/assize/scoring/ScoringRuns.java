package org.assize.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.BackgroundRuns;
import org.assize.platform.Ids;
import org.assize.platform.Node;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The scoring runs there are and were. */
@ApplicationScoped
public class ScoringRuns {

    private static final String COLUMNS = """
            select id, subject_kind, placed_from, placed_until, model_version, state, scored, progress, problem, created_at, finished_at
            from scoring_run""";

    private final Jdbi jdbi;
    private final BackgroundRuns background;
    private final AssizeClock clock;

    ScoringRuns(Jdbi jdbi, Node node, AssizeClock clock) {
        this.jdbi = jdbi;
        this.background = new BackgroundRuns(jdbi, "scoring_run", node);
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent start) {
        background.interruptOwn(clock.now());
    }

    @Scheduled(every = "5s", delayed = "1s")
    void watch() {
        background.watch(clock.now());
    }

    public Optional<ScoringRun> find(Actor actor, UUID id) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + " where id = :id")
                .bind("id", id)
                .mapTo(ScoringRun.class)
                .findOne());
    }

    /** The newest, at most {@code limit} of them. */
    public List<ScoringRun> newest(Actor actor, int limit) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(
                handle -> handle.createQuery(COLUMNS + " order by created_at desc, id desc limit <limit>")
                        .define("limit", limit)
                        .mapTo(ScoringRun.class)
                        .list());
    }

    List<ScoringRun> underWay() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        COLUMNS + " where state in ('WAITING', 'RUNNING') order by created_at, id limit 20")
                .mapTo(ScoringRun.class)
                .list());
    }

    /** The run that is about to score this very stretch; one that has begun may have passed what has just come. */
    Optional<UUID> waiting(SubjectKind kind, Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id from scoring_run
                        where subject_kind = :kind and placed_from = :from and placed_until = :until and state = 'WAITING'
                        limit 1
                        """)
                .bind("kind", kind.code())
                .bind("from", from)
                .bind("until", until)
                .mapTo(UUID.class)
                .findOne());
    }

    UUID add(Actor actor, SubjectKind kind, Instant from, Instant until, Instant now) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into scoring_run (id, subject_kind, placed_from, placed_until, state, requested_by, created_at, node, touched_at)
                        values (:id, :kind, :from, :until, 'WAITING', :actor, :now, :node, clock_timestamp())
                        """)
                .bind("id", id)
                .bind("kind", kind.code())
                .bind("from", from)
                .bind("until", until)
                .bind("actor", actor.id())
                .bind("now", now)
                .bind("node", background.node())
                .execute());
        return id;
    }

    void start(UUID id, String modelVersion) {
        update(id, "state = 'RUNNING', model_version = :text", modelVersion, 0, 0, null);
    }

    void advance(UUID id, long scored, double progress) {
        update(id, "scored = :scored, progress = :progress", null, scored, progress, null);
    }

    void end(UUID id, ScoringRun.State state, @Nullable String problem, Instant now) {
        update(id, "state = '" + state + "', problem = :text, finished_at = :now", problem, 0, 0, now);
    }

    void askToCancel(UUID id) {
        background.askToCancel(id);
    }

    boolean cancelRequested(UUID id) {
        return background.cancelRequested(id);
    }

    /** In a transaction of its own, so that progress is seen while the work goes on. */
    private void update(
            UUID id, String what, @Nullable String text, long scored, double progress, @Nullable Instant now) {
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(
                        handle -> handle.createUpdate("update scoring_run set " + what + " where id = :id")
                                .bind("id", id)
                                .bind("text", text)
                                .bind("scored", scored)
                                .bind("progress", progress)
                                .bind("now", now)
                                .execute()));
    }
}
