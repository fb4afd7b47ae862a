package org.assize.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assize.scoring.FlatForest;
import org.assize.scoring.Model;
import smile.anomaly.IsolationForest;
import smile.anomaly.IsolationTree;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;
import smile.model.cart.SplitRule;
import smile.util.IterativeAlgorithmController;

/**
 * Fits trees with Smile, in threads of its own below everybody else's priority, and hands back the export that scoring
 * runs on. The same rows, options and seed give the same model, to the byte of its file.
 */
public final class TreeTrainer {
    /** Of the Smile this is built with: the constants of its tree code are known for this one. */
    public static final String SMILE_VERSION = "6.2.5";

    private static final int FEWEST_OF_EACH = 2;
    private static final Formula FRAUD = Formula.lhs("y");

    private final int threads;

    /** @param threads at most this many cores are kept busy */
    public TreeTrainer(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        this.threads = threads;
    }

    /**
     * Fits one model. The caller waits; its interruption cancels.
     *
     * @param facts to be kept in the model beside the trainer's own, such as the snapshot's hash
     */
    public Fitting fit(
            TrainingRows rows, TreeOptions options, long seed, Map<String, String> facts, Fitting.Progress progress) {
        Optional<Fitting.Unfit> tooFew = tooFew(rows, options);
        if (tooFew.isPresent()) {
            return tooFew.get();
        }
        Watch watch = new Watch(progress, options.trees());
        ForkJoinPool pool = new ForkJoinPool(threads, TreeTrainer::thread, null, false);
        try {
            return pool.submit((Callable<Fitting>) () -> grow(rows, options, seed, facts, watch))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watch.stop();
            return new Fitting.Cancelled(watch.done());
        } catch (ExecutionException e) {
            if (watch.stopped()) {
                return new Fitting.Cancelled(watch.done());
            }
            throw new IllegalStateException("fitting " + options + " on " + rows.size() + " rows", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Optional<Fitting.Unfit> tooFew(TrainingRows rows, TreeOptions options) {
        int legitimate = rows.size() - rows.frauds();
        boolean few = options instanceof TreeOptions.Isolation
                ? rows.size() < FEWEST_OF_EACH
                : Math.min(rows.frauds(), legitimate) < FEWEST_OF_EACH;
        return few
                ? Optional.of(new Fitting.Unfit(
                        Fitting.Cause.TOO_FEW_ROWS, rows.frauds() + " frauds, " + legitimate + " legitimate"))
                : Optional.empty();
    }

    // A hint is all it need be: where the scheduler does not take it, the number of threads still bounds the training.
    @SuppressWarnings("ThreadPriorityCheck")
    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("training-" + thread.getPoolIndex());
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setContextClassLoader(TreeTrainer.class.getClassLoader());
        return thread;
    }

    private static Fitting grow(
            TrainingRows rows, TreeOptions options, long seed, Map<String, String> facts, Watch watch) {
        double[] missing = rows.missing();
        double[][] filled = filled(rows.vectors(), missing);
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("algorithm", options.algorithm());
        options.values().forEach((option, value) -> all.put("option." + option, value.toString()));
        all.put("seed", Long.toString(seed));
        all.put("rows", Integer.toString(rows.size()));
        all.put("frauds", Integer.toString(rows.frauds()));
        all.put("smile", SMILE_VERSION);
        FlatForest forest;
        LearnerBlob learner;
        try {
            switch (options) {
                case TreeOptions.Boosting boosting -> {
                    int[] kept = kept(rows, boosting.legitimatePerFraud(), seed);
                    // what the scores are off by, in log-odds, since the kept rows have more fraud than the world
                    double share = rows.fraudOdds() * (kept.length - rows.frauds()) / rows.frauds();
                    GradientTreeBoost fitted = boost(rows, filled, kept, boosting, seed, watch);
                    forest = SmileTrees.boosting(fitted, rows.features(), missing, Math.log(share));
                    learner = LearnerBlob.of(fitted);
                    all.put("oddsCorrection", Double.toString(share));
                }
                case TreeOptions.Forest many -> {
                    RandomForest fitted = forest(rows, filled, many, seed, watch);
                    forest = SmileTrees.forest(fitted, rows.features(), missing);
                    learner = LearnerBlob.of(fitted);
                }
                case TreeOptions.Isolation isolation -> {
                    IsolationForest fitted = isolate(filled, isolation, seed, watch);
                    forest = SmileTrees.isolation(fitted, rows.features(), missing, filled);
                    learner = LearnerBlob.of(fitted);
                }
            }
        } catch (FlatForest.NotFinite e) {
            return new Fitting.Unfit(Fitting.Cause.NOT_FINITE, String.valueOf(e.getMessage()));
        }
        return new Fitting.Fitted(Model.of(forest, rows.vectors(), all), learner);
    }

    private static double[][] filled(double[][] vectors, double[] missing) {
        return Arrays.stream(vectors)
                .map(vector -> IntStream.range(0, vector.length)
                        .mapToDouble(f -> Double.isNaN(vector[f]) ? missing[f] : vector[f])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** All frauds and as many of the legitimate rows as asked for, in their order: an exact draw without replacement. */
    private static int[] kept(TrainingRows rows, double legitimatePerFraud, long seed) {
        int legitimate = rows.size() - rows.frauds();
        long wanted = legitimatePerFraud == 0
                ? legitimate
                : Math.clamp(Math.round(legitimatePerFraud * rows.frauds()), FEWEST_OF_EACH, legitimate);
        SplittableRandom random = new SplittableRandom(seed);
        int[] kept = new int[(int) wanted + rows.frauds()];
        int n = 0;
        for (int i = 0, left = legitimate; i < rows.size(); i++) {
            if (rows.fraud(i)) {
                kept[n++] = i;
            } else if (random.nextInt(left--) < wanted) {
                kept[n++] = i;
                wanted--;
            }
        }
        return kept;
    }

    private static DataFrame frame(TrainingRows rows, double[][] filled, int[] kept) {
        // Names of our own: a feature may be called anything, and a formula would read it.
        String[] names = IntStream.range(0, rows.features().size())
                .mapToObj(f -> "x" + f)
                .toArray(String[]::new);
        double[][] x = Arrays.stream(kept).mapToObj(i -> filled[i]).toArray(double[][]::new);
        int[] y = Arrays.stream(kept).map(i -> rows.fraud(i) ? 1 : 0).toArray();
        return DataFrame.of(x, names).add(new IntVector("y", y));
    }

    private static GradientTreeBoost boost(
            TrainingRows rows, double[][] filled, int[] kept, TreeOptions.Boosting options, long seed, Watch watch) {
        MathEx.setSeed(seed);
        return GradientTreeBoost.fit(
                FRAUD,
                frame(rows, filled, kept),
                new GradientTreeBoost.Options(
                        options.trees(),
                        options.maxDepth(),
                        options.maxLeaves(),
                        options.minLeafRows(),
                        options.shrinkage(),
                        options.subsample(),
                        null,
                        new Hook<>(watch)));
    }

    private static RandomForest forest(
            TrainingRows rows, double[][] filled, TreeOptions.Forest options, long seed, Watch watch) {
        return RandomForest.fit(
                FRAUD,
                frame(rows, filled, IntStream.range(0, rows.size()).toArray()),
                new RandomForest.Options(
                        options.trees(),
                        options.featuresPerSplit(),
                        SplitRule.GINI,
                        options.maxDepth(),
                        options.maxLeaves(),
                        options.minLeafRows(),
                        options.subsample(),
                        null,
                        // Trees grow in any order on any thread: only a seed of its own makes each the same again.
                        new SplittableRandom(seed).longs(options.trees()).toArray(),
                        new Hook<>(watch)));
    }

    /**
     * Tree by tree, because Smile's whole fit draws from whichever thread's random numbers; and with the norm of the rows a
     * tree has seen, as in the paper, where Smile takes that of all rows.
     */
    private static IsolationForest isolate(double[][] filled, TreeOptions.Isolation options, long seed, Watch watch) {
        int wanted = Math.min(options.rowsPerTree(), filled.length);
        // Smile takes a share and never all of them; half a row more than asked for rounds to what was asked for.
        double share = Math.min((wanted + 0.25) / filled.length, Math.nextDown(1.0));
        int p = filled[0].length;
        long[] seeds = new SplittableRandom(seed).longs(options.trees()).toArray();
        IsolationTree[] trees = new IsolationTree[options.trees()];
        for (int t = 0; t < trees.length; t++) {
            MathEx.setSeed(seeds[t]);
            trees[t] = IsolationForest.fit(filled, new IsolationForest.Options(1, options.maxDepth(), share, 0))
                    .trees()[0];
            watch.treeDone();
        }
        return new IsolationForest(wanted, p, 0, trees);
    }

    /** Counts trees, passes the count on, and ends the fitting by an exception once somebody said stop. */
    private static final class Watch {
        private final Fitting.Progress progress;
        private final int of;
        private final AtomicInteger done = new AtomicInteger();
        private volatile boolean stopped;

        private Watch(Fitting.Progress progress, int of) {
            this.progress = progress;
            this.of = of;
        }

        private void treeDone() {
            if (stopped || !progress.goOn(done.incrementAndGet(), of)) {
                stopped = true;
                throw new Stopped();
            }
        }

        private void stop() {
            stopped = true;
        }

        private boolean stopped() {
            return stopped;
        }

        private int done() {
            return done.get();
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Smile reports every tree here; its own stop flag is looked at by boosting alone, an exception works for both. */
    private static final class Hook<T> extends IterativeAlgorithmController<T> {
        private final Watch watch;

        private Hook(Watch watch) {
            super(Runnable::run, 1);
            this.watch = watch;
        }

        @Override
        public void submit(T status) {
            watch.treeDone();
        }
    }
}
