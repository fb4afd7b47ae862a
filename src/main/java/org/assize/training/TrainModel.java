package org.assize.training;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
import org.assize.platform.AssizeClock;
import org.assize.scoring.Champion;
import org.assize.scoring.Champions;
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
     * @param split windows to learn from and to be tested on; absent: the latest that have had their time
     * @param snapshot the frozen labels that give the instant as of which truth is taken
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
    private final TrainingConfig config;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Jdbi jdbi;

    TrainModel(
            TrainingRuns runs,
            TrainingData data,
            ModelRegistry registry,
            Champions champions,
            TrainingConfig config,
            AuditTrail trail,
            AssizeClock clock,
            Jdbi jdbi) {
        this.runs = runs;
        this.data = data;
        this.registry = registry;
        this.champions = champions;
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
        Instant asOf = request.asOf();
        if (request.snapshot() != null) {
            Optional<Instant> frozen =
                    jdbi.withHandle(handle -> handle.createQuery("select as_of from snapshot where id = :id")
                            .bind("id", request.snapshot())
                            .mapTo(Instant.class)
                            .findOne());
            if (frozen.isEmpty()) {
                return new Result.Refused("snapshot", "there is no snapshot " + request.snapshot());
            }
            asOf = frozen.get();
        }
        Instant now = clock.now();
        Instant known = asOf == null || asOf.isAfter(now) ? now : asOf;
        UUID id = enter(actor, request, options, now);
        worker.execute(() -> perform(id, actor, request, options, known));
        return new Result.Started(id);
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

    void onStart(@Observes StartupEvent start) {
        QuarkusTransaction.requiringNew().run(() -> runs.interruptAll(clock.now()));
    }

    void onStop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void perform(UUID id, Actor actor, Request request, TreeOptions options, Instant asOf) {
        try {
            train(id, actor, request, options, asOf);
        } catch (RuntimeException e) {
            // where this thread's errors end: the page shows that it failed, the log says why
            LOG.errorf(e, "Training %s failed", id);
            runs.end(id, TrainingRun.State.FAILED, e.getClass().getSimpleName(), null, clock.now());
        }
    }

    private void train(UUID id, Actor actor, Request request, TreeOptions options, Instant asOf) {
        SubjectKind kind = request.kind();
        Optional<Instant> newest = data.newestOrder(asOf);
        if (newest.isEmpty()) {
            runs.end(id, TrainingRun.State.FAILED, "no_orders", null, clock.now());
            return;
        }
        runs.advance(id, "collecting", 0);
        TimeSplit split = request.split() == null ? data.latestSplit(newest.get(), asOf) : request.split();
        boolean supervised = !options.algorithm().equals(TreeOptions.Isolation.NAME);
        // without labels there is nothing to be tested on: a first model learns from the latest days there are
        TimeSplit used = supervised ? split : untilNow(split);
        TrainingData.Rows rows = data.rows(kind, used, asOf, supervised);
        if (runs.cancelRequested(id)) {
            runs.end(id, TrainingRun.State.CANCELLED, null, null, clock.now());
            return;
        }
        runs.advance(id, "fitting", 0.3);
        Map<String, String> facts = new TreeMap<>();
        facts.put("asOf", asOf.toString());
        facts.put("trainFrom", used.trainFrom().toString());
        facts.put("trainUntil", used.trainUntil().toString());
        Fitting fitting =
                new TreeTrainer(config.threads()).fit(rows.train(), options, request.seed(), facts, new Watch(id));
        switch (fitting) {
            case Fitting.Cancelled _ -> runs.end(id, TrainingRun.State.CANCELLED, null, null, clock.now());
            case Fitting.Unfit(Fitting.Cause cause, String detail) ->
                runs.end(id, TrainingRun.State.FAILED, cause + ": " + detail, null, clock.now());
            case Fitting.Fitted fitted -> {
                runs.advance(id, "measuring", 0.9);
                String version = store(id, actor, request, options, asOf, used, rows, fitted);
                runs.end(id, TrainingRun.State.DONE, null, version, clock.now());
            }
        }
    }

    private static TimeSplit untilNow(TimeSplit split) {
        Instant end = split.testUntil();
        return new TimeSplit(split.trainFrom(), end, end, end.plusSeconds(1));
    }

    private String store(
            UUID id,
            Actor actor,
            Request request,
            TreeOptions options,
            Instant asOf,
            TimeSplit split,
            TrainingData.Rows rows,
            Fitting.Fitted fitted) {
        Optional<Champion> champion = champions.of(request.kind());
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.now();
            String version = registry.nextVersion(request.kind());
            ModelReport report =
                    rows.test().isEmpty() ? null : report(version, request, split, rows, fitted, champion.orElse(null));
            Map<String, Object> trainedOn = new LinkedHashMap<>();
            trainedOn.put("asOf", asOf.toString());
            trainedOn.put("trainFrom", split.trainFrom().toString());
            trainedOn.put("trainUntil", split.trainUntil().toString());
            trainedOn.put("rows", rows.train().size());
            trainedOn.put("frauds", rows.train().frauds());
            if (request.snapshot() != null) {
                trainedOn.put("snapshot", request.snapshot().toString());
            }
            String stored = registry.add(
                    request.kind(),
                    fitted,
                    options,
                    request.seed(),
                    rows.catalog().names(),
                    trainedOn,
                    report,
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

    private ModelReport report(
            String version,
            Request request,
            TimeSplit split,
            TrainingData.Rows rows,
            Fitting.Fitted fitted,
            @Nullable Champion champion) {
        TrainingData.TestRows test = rows.test();
        int capacity = capacity(request.kind());
        LocalDate first = LocalDate.ofInstant(split.testFrom(), ZoneOffset.UTC);
        double[][] vectors = test.vectors.toArray(double[][]::new);
        Evaluation challenger = evaluation(fitted.model().forest()::score, vectors, test);
        ModelReport.Side own = ModelReport.side(version, challenger, first, capacity, request.seed());
        if (champion == null) {
            return new ModelReport(split.testFrom(), split.testUntil(), capacity, own, null, null);
        }
        double[][] asChampionSees =
                reordered(vectors, rows.catalog().names(), champion.catalog().names());
        Evaluation before = evaluation(champion.model().forest()::score, asChampionSees, test);
        return new ModelReport(
                split.testFrom(),
                split.testUntil(),
                capacity,
                own,
                ModelReport.side(champion.version(), before, first, capacity, request.seed()),
                ModelReport.difference(before, challenger, capacity, request.seed()));
    }

    private interface Scorer {
        void score(double[][] vectors, double[] scores);
    }

    private static Evaluation evaluation(Scorer scorer, double[][] vectors, TrainingData.TestRows test) {
        double[] scores = new double[vectors.length];
        scorer.score(vectors, scores);
        return Evaluation.of(scores, test.frauds(), test.days(), test.units());
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

    /** Tells of the trees, and hears whether to go on, at most twice a second. */
    private final class Watch implements Fitting.Progress {
        private static final long EVERY = 500_000_000L;

        private final UUID id;
        private long told = System.nanoTime();

        Watch(UUID id) {
            this.id = id;
        }

        @Override
        public synchronized boolean goOn(int done, int of) {
            if (System.nanoTime() - told < EVERY) {
                return true;
            }
            told = System.nanoTime();
            runs.advance(id, "fitting", 0.3 + 0.6 * done / of);
            return !runs.cancelRequested(id);
        }
    }
}
