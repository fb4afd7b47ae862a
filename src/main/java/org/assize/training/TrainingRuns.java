package org.assize.training;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.assize.platform.Cursor;
import org.assize.platform.Ids;
import org.assize.platform.Node;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The trainings there are and were. */
@ApplicationScoped
public class TrainingRuns {

    private static final String SELECT = """
            select r.id, r.subject_kind, r.algorithm, r.seed, r.state, r.step, r.progress, r.problem, r.model_version,
                   a.name as requested_by, r.created_at, r.finished_at
            from training_run r join actor a on a.id = r.requested_by""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;
    private final BackgroundRuns background;
    private final AssizeClock clock;

    TrainingRuns(Jdbi jdbi, Node node, AssizeClock clock) {
        this.jdbi = jdbi;
        this.background = new BackgroundRuns(jdbi, "training_run", node);
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent start) {
        background.interruptOwn(clock.now());
    }

    @Scheduled(every = "5s", delayed = "1s")
    void watch() {
        background.watch(clock.now());
    }

    public Optional<TrainingRun> find(Actor actor, UUID id) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where r.id = :id")
                .bind("id", id)
                .mapTo(TrainingRun.class)
                .findOne());
    }

    /** The newest first; {@code after} is the {@code next} of the page before. */
    public Page<TrainingRun> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_MODELS);
        Cursor from = after == null ? null : Cursor.decode(after, 2);
        List<TrainingRun> rows = jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                         where cast(:at as timestamptz) is null or (r.created_at, r.id) < (:at, :id)
                        order by r.created_at desc, r.id desc limit <limit>
                        """)
                .bindByType("at", from == null ? null : from.instant(0), Instant.class)
                .bindByType("id", from == null ? null : from.id(1), UUID.class)
                .define("limit", Page.andOneMore(limit))
                .mapTo(TrainingRun.class)
                .list());
        return Page.of(
                rows,
                limit,
                last -> Cursor.of(last.createdAt().toString(), last.id().toString()));
    }

    /** Those that wait or run, the oldest first. */
    public List<TrainingRun> underWay(Actor actor) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " where r.state in ('WAITING', 'RUNNING') order by r.created_at, r.id limit 20")
                .mapTo(TrainingRun.class)
                .list());
    }

    UUID add(Actor actor, SubjectKind kind, TreeOptions options, long seed, @Nullable UUID snapshot, Instant now) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into training_run (id, subject_kind, algorithm, options, seed, snapshot_id, state, requested_by, created_at,
                                                  node, touched_at)
                        values (:id, :kind, :algorithm, cast(:options as jsonb), :seed, :snapshot, 'WAITING', :actor, :now, :node, clock_timestamp())
                        """)
                .bind("id", id)
                .bind("kind", kind.code())
                .bind("algorithm", options.algorithm())
                .bind("options", JSON.valueToTree(options.values()).toString())
                .bind("seed", seed)
                .bind("snapshot", snapshot)
                .bind("actor", actor.id())
                .bind("now", now)
                .bind("node", background.node())
                .execute());
        return id;
    }

    /** What the work has come to; in a transaction of its own, so that it is seen while the work goes on. */
    void advance(UUID id, String step, double progress) {
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(handle -> handle.createUpdate(
                                "update training_run set state = 'RUNNING', step = :step, progress = :progress where id = :id")
                        .bind("id", id)
                        .bind("step", step)
                        .bind("progress", progress)
                        .execute()));
    }

    void end(UUID id, TrainingRun.State state, @Nullable String problem, @Nullable String version, Instant now) {
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(handle -> handle.createUpdate("""
                                update training_run set state = :state, problem = :problem, model_version = :version, finished_at = :now,
                                       progress = case when :state = 'DONE' then 1 else progress end
                                where id = :id
                                """)
                        .bind("id", id)
                        .bind("state", state)
                        .bind("problem", problem)
                        .bind("version", version)
                        .bind("now", now)
                        .execute()));
    }

    /** Returns whether there was something left to stop. */
    boolean askToCancel(UUID id) {
        return background.askToCancel(id);
    }

    boolean cancelRequested(UUID id) {
        return background.cancelRequested(id);
    }
}
