package org.assize.training;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.label.Snapshots;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.platform.AssizeClock;
import org.assize.scoring.Champion;
import org.assize.scoring.Champions;
import org.assize.scoring.Model;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Trains a challenger in the background, one at a time: takes what was known, fits, and measures on later days beside the
 * champion. Whether it flags one day is for people to say ({@link RequestPromotion}).
 */
@ApplicationScoped
public class TrainModel {

    private static final Logger LOG = Logger.getLogger(TrainModel.class);

    /**
     * What to train.
     *
     * @param algorithm boosting, forest or isolation
     * @param options by name; defaults where left out
     * @param split windows to learn from and to be tested on; absent: measured on the latest days that have had their
     *     time, then fitted on all that is known
     * @param snapshot the frozen labels to learn from, and no others; absent: all that is known
     * @param asOf instant as of which truth is taken; absent: now
     */
    public record Request(
            SubjectKind kind,
            String algorithm,
            Map<String, Double> options,
            long seed,
            @Nullable TimeSplit split,
            @Nullable UUID snapshot,
            @Nullable Instant asOf) {

        /** The usual: boosting with its defaults, on the latest days. */
        public static Request usual(SubjectKind kind, long seed) {
            return new Request(kind, TreeOptions.Boosting.NAME, Map.of(), seed, null, null, null);
        }
    }

    /** What came of asking. */
    public sealed interface Result {
        record Started(UUID trainingRun) implements Result {}

        /** @param detail in English, names the option and the rule */
        record Refused(String field, String detail) implements Result {}
    }

    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "train-model");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private final TrainingRuns runs;
    private final TrainingData data;
    private final ModelRegistry registry;
    private final Champions champions;
    private final Snapshots snapshots;
    private final TrainingConfig config;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Jdbi jdbi;

    TrainModel(
            TrainingRuns runs,
            TrainingData data,
            ModelRegistry registry,
            Champions champions,
            Snapshots snapshots,
            TrainingConfig config,
            AuditTrail trail,
            AssizeClock clock,
            Jdbi jdbi) {
        this.runs = runs;
        this.data = data;
        this.registry = registry;
        this.champions = champions;
        this.snapshots = snapshots;
        this.config = config;
        this.trail = trail;
        this.clock = clock;
        this.jdbi = jdbi;
    }

    /** Starts a training; its progress is in {@link TrainingRuns}. */
    public Result request(Actor actor, Request request) {
        actor.require(Permission.TRAIN_MODELS);
        TreeOptions options;
        try {
            options = TreeOptions.of(request.algorithm(), request.options());
        } catch (IllegalArgumentException e) {
            return new Result.Refused("options", String.valueOf(e.getMessage()));
        }
        Instant now = clock.now();
        Instant asOf = request.asOf();
        if (request.snapshot() != null) {
            Optional<Snapshot> frozen = snapshots.find(Actor.SYSTEM, request.snapshot());
            if (frozen.isEmpty()) {
                return new Result.Refused("snapshot", "there is no snapshot " + request.snapshot());
            }
            asOf = frozen.get().asOf();
        }
        Instant known = asOf == null || asOf.isAfter(now) ? now : asOf;
        if (request.split() != null) {
            Optional<Result.Refused> refused = refusal(request.split(), known);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        UUID id = enter(actor, request, options, now);
        worker.execute(() -> perform(id, actor, request, options, known));
        return new Result.Started(id);
    }

    private Optional<Result.Refused> refusal(TimeSplit split, Instant asOf) {
        Duration delay = Duration.between(split.trainUntil(), split.testFrom());
        if (split.testUntil().plus(delay).isAfter(asOf)) {
            return Optional.of(new Result.Refused(
                    "testUntil",
                    "must lie %d hours or more before what is known ends, at %s: silence needs its time to become truth"
                            .formatted(delay.toHours(), asOf)));
        }
        boolean learns = data.tooMany(split.trainFrom(), split.trainUntil());
        return learns || data.tooMany(split.testFrom(), split.testUntil())
                ? Optional.of(new Result.Refused(
                        learns ? "trainFrom" : "testFrom",
                        "the window holds more than the %d orders of assize.training.most-rows"
                                .formatted(config.mostRows())))
                : Optional.empty();
    }

    /** Trains, and returns when it is done: the version, or nothing when no model came of it. */
    Optional<String> train(Actor actor, Request request) {
        TreeOptions options = TreeOptions.of(request.algorithm(), request.options());
        Instant now = clock.now();
        UUID id = enter(actor, request, options, now);
        try {
            worker.submit(() -> perform(id, actor, request, options, now)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("training " + id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return runs.find(Actor.SYSTEM, id).map(TrainingRun::modelVersion);
    }

    private UUID enter(Actor actor, Request request, TreeOptions options, Instant now) {
        return QuarkusTransaction.requiringNew().call(() -> {
            UUID added = runs.add(actor, request.kind(), options, request.seed(), request.snapshot(), now);
            trail.ofArea(
                    Area.TRAINING,
                    "model.training_requested",
                    actor,
                    now,
                    Map.of(
                            "trainingRun",
                            added,
                            "subjectKind",
                            request.kind().code(),
                            "algorithm",
                            options.algorithm()));
            return added;
        });
    }

    /** Asks a training to stop; it does within a tree. Returns whether there was something to stop. */
    @Transactional
    public boolean cancel(Actor actor, UUID id) {
        actor.require(Permission.TRAIN_MODELS);
        boolean stopping = runs.askToCancel(id);
        if (stopping) {
            trail.ofArea(Area.TRAINING, "model.training_cancelled", actor, clock.now(), Map.of("trainingRun", id));
        }
        return stopping;
    }

    void onStop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void perform(UUID id, Actor actor, Request request, TreeOptions options, Instant asOf) {
        try {
            train(id, actor, request, options, asOf);
        } catch (RuntimeException | OutOfMemoryError e) {
            // where this thread's errors end: the page shows that it failed, the log says why
            LOG.errorf(e, "Training %s failed", id);
            runs.end(id, TrainingRun.State.FAILED, e.getClass().getSimpleName(), null, clock.now());
        }
    }

    private void train(UUID id, Actor actor, Request request, TreeOptions options, Instant asOf) {
        Optional<Instant> newest = data.newestOrder(asOf);
        if (newest.isEmpty()) {
            runs.end(id, TrainingRun.State.FAILED, "no_orders", null, clock.now());
            return;
        }
        runs.advance(id, "collecting", 0);
        boolean labelled = !options.algorithm().equals(TreeOptions.Isolation.NAME);
        TrainingPlan plan = request.split() == null || !labelled
                ? data.latestPlan(newest.get(), asOf, labelled)
                : TrainingPlan.of(request.split(), asOf);
        Truth truth = data.truth(request.snapshot()).orElseThrow();
        TrainingData.Rows rows = data.rows(request.kind(), plan, truth);
        if (runs.cancelRequested(id)) {
            runs.end(id, TrainingRun.State.CANCELLED, null, null, clock.now());
            return;
        }
        TrainingData.Lesson lesson = rows.whole() == null ? rows.learn() : rows.whole();
        TrainingRows lessonRows = lesson.rows(rows.catalog());
        Map<String, String> facts = new TreeMap<>();
        facts.put("asOf", asOf.toString());
        facts.put("trainFrom", plan.handedOut().from().toString());
        facts.put("trainUntil", plan.handedOut().until().toString());
        runs.advance(id, "fitting", 0.2);
        Fitting fitting = new TreeTrainer(config.threads())
                .fit(lessonRows, options, request.seed(), facts, new Watch(id, 0.2, 0.5));
        switch (fitting) {
            case Fitting.Cancelled _ -> runs.end(id, TrainingRun.State.CANCELLED, null, null, clock.now());
            case Fitting.Unfit(Fitting.Cause cause, String detail) ->
                runs.end(id, TrainingRun.State.FAILED, cause + ": " + detail, null, clock.now());
            case Fitting.Fitted fitted -> {
                runs.advance(id, "measuring", 0.5);
                // long, and so outside any transaction
                Measured measured = measured(id, request, options, plan, rows, lessonRows, fitted);
                if (runs.cancelRequested(id)) {
                    runs.end(id, TrainingRun.State.CANCELLED, null, null, clock.now());
                    return;
                }
                Fitting.Fitted compared =
                        new Fitting.Fitted(fitted.model().comparedWith(measured.scores()), fitted.learner());
                String version = store(
                        id,
                        actor,
                        request,
                        options,
                        trainedOn(request, plan, lessonRows, lesson.byPeople(), asOf),
                        rows,
                        compared,
                        measured.report());
                runs.end(id, TrainingRun.State.DONE, null, version, clock.now());
            }
        }
    }

    /** What the registry remembers of the data. */
    private Map<String, Object> trainedOn(
            Request request, TrainingPlan plan, TrainingRows learnt, int byPeople, Instant asOf) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("asOf", asOf.toString());
        facts.put("trainFrom", plan.handedOut().from().toString());
        facts.put("trainUntil", plan.handedOut().until().toString());
        facts.put("knownAt", plan.handedOut().knownAt().toString());
        facts.put("delay", plan.handedOut().delay().toString());
        facts.put("rows", learnt.size());
        facts.put("frauds", learnt.frauds());
        facts.put("byPeople", byPeople);
        if (request.snapshot() != null) {
            facts.put("snapshot", request.snapshot().toString());
            snapshots
                    .find(Actor.SYSTEM, request.snapshot())
                    .ifPresent(snapshot -> facts.put("snapshotSha256", snapshot.sha256()));
        }
        return facts;
    }

    private String store(
            UUID id,
            Actor actor,
            Request request,
            TreeOptions options,
            Map<String, Object> trainedOn,
            TrainingData.Rows rows,
            Fitting.Fitted fitted,
            @Nullable ModelReport report) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.now();
            String version = registry.nextVersion(request.kind());
            String stored = registry.add(
                    request.kind(),
                    fitted,
                    options,
                    request.seed(),
                    rows.catalog().names(),
                    trainedOn,
                    report == null ? null : report.named(version),
                    actor,
                    now);
            trail.ofArea(
                    Area.TRAINING,
                    "model.trained",
                    actor,
                    now,
                    Map.of(
                            "trainingRun",
                            id,
                            "model",
                            stored,
                            "sha256",
                            fitted.model().sha256()));
            return stored;
        });
    }

    /**
     * What came of measuring.
     *
     * @param report absent where the later days lack frauds or legitimate subjects
     * @param scores of the later rows, by a model that had not seen them; none where there are no such rows, or no such model
     */
    private record Measured(@Nullable ModelReport report, double[] scores) {
        static final Measured NOTHING = new Measured(null, new double[0]);
    }

    /**
     * How the recipe did on days it had not seen. The champion is taken as it flags, unless it has learnt from those very
     * days: then its recipe is fitted anew, too.
     */
    private Measured measured(
            UUID id,
            Request request,
            TreeOptions options,
            TrainingPlan plan,
            TrainingData.Rows rows,
            TrainingRows fittedOn,
            Fitting.Fitted fitted) {
        Stretch tested = plan.test();
        double[][] vectors = rows.test().vectors();
        if (tested == null || vectors.length == 0) {
            return Measured.NOTHING;
        }
        List<String> names = rows.catalog().names();
        TrainingRows learnt = rows.whole() == null ? fittedOn : rows.learn().rows(rows.catalog());
        Model own = fitted.model();
        if (rows.whole() != null) {
            Optional<Model> earlier = fitted(learnt, options, request.seed(), new Watch(id, 0.5, 0.75));
            if (earlier.isEmpty()) {
                return Measured.NOTHING;
            }
            own = earlier.get();
        }
        ModelReport.Scored challenger = scored("", false, own, vectors);
        if (!rows.test().hasBoth()) {
            return new Measured(null, challenger.scores());
        }
        ModelReport.Scored before = champions
                .of(request.kind())
                .flatMap(champion -> champion(id, champion, tested, learnt, names, vectors))
                .orElse(null);
        runs.advance(id, "measuring", 0.95);
        ModelReport report =
                ModelReport.of(tested, capacity(request.kind()), request.seed(), challenger, before, rows.test());
        return new Measured(report, challenger.scores());
    }

    private Optional<ModelReport.Scored> champion(
            UUID id, Champion champion, Stretch tested, TrainingRows learnt, List<String> names, double[][] vectors) {
        List<String> own = champion.catalog().names();
        double[][] asItSees = reordered(vectors, names, own);
        ModelVersion known = registry.find(Actor.SYSTEM, champion.version()).orElseThrow();
        if (!hasLearntFrom(known, tested)) {
            return Optional.of(scored(champion.version(), false, champion.model(), asItSees));
        }
        TrainingRows same = new TrainingRows(own, reordered(learnt.vectors(), names, own), learnt.fraud())
                .ruledBy(champion.catalog())
                .withFraudOdds(learnt.fraudOdds());
        return fitted(same, TreeOptions.of(known.algorithm(), known.options()), known.seed(), new Watch(id, 0.75, 0.95))
                .map(model -> scored(champion.version(), true, model, asItSees));
    }

    private static boolean hasLearntFrom(ModelVersion model, Stretch tested) {
        Object knownAt =
                model.trainedOn().getOrDefault("knownAt", model.trainedOn().get("asOf"));
        return !model.algorithm().equals(TreeOptions.Isolation.NAME)
                && knownAt != null
                && Instant.parse(knownAt.toString()).isAfter(tested.from());
    }

    private Optional<Model> fitted(TrainingRows rows, TreeOptions options, long seed, Watch watch) {
        return switch (new TreeTrainer(config.threads()).fit(rows, options, seed, Map.of(), watch)) {
            case Fitting.Fitted(Model model, LearnerBlob _) -> Optional.of(model);
            case Fitting.Cancelled _, Fitting.Unfit _ -> Optional.empty();
        };
    }

    private static ModelReport.Scored scored(String version, boolean refitted, Model model, double[][] vectors) {
        double[] scores = new double[vectors.length];
        model.forest().score(vectors, scores);
        return new ModelReport.Scored(version, refitted, model.forest().link().givesProbability(), scores);
    }

    /** The champion may have been trained before some attribute was declared. */
    private static double[][] reordered(double[][] vectors, List<String> have, List<String> want) {
        if (have.equals(want)) {
            return vectors;
        }
        int[] from = want.stream().mapToInt(have::indexOf).toArray();
        double[][] reordered = new double[vectors.length][from.length];
        for (int row = 0; row < vectors.length; row++) {
            for (int i = 0; i < from.length; i++) {
                reordered[row][i] = vectors[row][Objects.checkIndex(from[i], have.size())];
            }
        }
        return reordered;
    }

    private int capacity(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select capacity_per_day from flag_policy where subject_kind = :kind order by version desc limit 1
                        """)
                .bind("kind", kind.code())
                .mapTo(Integer.class)
                .one());
    }

    /** Tells of the trees, between two shares of the whole, and hears whether to go on; at most twice a second. */
    private final class Watch implements Fitting.Progress {
        private static final long EVERY = 500_000_000L;

        private final UUID id;
        private final double from;
        private final double to;
        private long told = System.nanoTime();

        Watch(UUID id, double from, double to) {
            this.id = id;
            this.from = from;
            this.to = to;
        }

        @Override
        public synchronized boolean goOn(int done, int of) {
            if (System.nanoTime() - told < EVERY) {
                return true;
            }
            told = System.nanoTime();
            runs.advance(id, from < 0.5 ? "fitting" : "measuring", from + (to - from) * done / of);
            return !runs.cancelRequested(id);
        }
    }
}
