package org.assize.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Ids;
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

    ScoringRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
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
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + " order by created_at desc, id desc limit :limit")
                .bind("limit", limit)
                .mapTo(ScoringRun.class)
                .list());
    }

    List<ScoringRun> underWay() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        COLUMNS + " where state in ('WAITING', 'RUNNING') order by created_at, id limit 20")
                .mapTo(ScoringRun.class)
                .list());
    }

    /** The run that scores, or is about to score, this very stretch with the model that flags now. */
    Optional<UUID> underWay(SubjectKind kind, Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.id from scoring_run r left join champion c on c.subject_kind = r.subject_kind
                        where r.subject_kind = :kind and r.placed_from = :from and r.placed_until = :until
                          and (r.state = 'WAITING' or r.state = 'RUNNING' and r.model_version = c.model_version)
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
                        insert into scoring_run (id, subject_kind, placed_from, placed_until, state, requested_by, created_at)
                        values (:id, :kind, :from, :until, 'WAITING', :actor, :now)
                        """)
                .bind("id", id)
                .bind("kind", kind.code())
                .bind("from", from)
                .bind("until", until)
                .bind("actor", actor.id())
                .bind("now", now)
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
        update(id, "cancel_requested = true", null, 0, 0, null);
    }

    boolean cancelRequested(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select cancel_requested from scoring_run where id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** What was running when this application last stopped will not go on. */
    void interruptAll(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update scoring_run set state = 'INTERRUPTED', finished_at = :now where state in ('WAITING', 'RUNNING')
                        """).bind("now", now).execute());
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
