package org.assize.workbench.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assize.feature.FeatureCatalog;
import org.assize.scoring.Model;
import org.assize.training.Fitting;
import org.assize.training.LearnerBlob;
import org.assize.training.TrainingRows;
import org.assize.training.TreeOptions;
import org.assize.training.TreeTrainer;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;

/**
 * How fast a champion gives scores and reasons: the flat trees that scoring runs on, beside the predict of Smile, which grew
 * them, in the same run and on the same vectors.
 */
final class ScoreSpeed implements Scenario {

    private static final int LEARN_FROM = 3_000;
    private static final int BY_SMILE = 20_000;
    private static final int ONE_BY_ONE = 20_000;
    private static final int REASONS = 2_000;
    private static final int SHOWN = 5;
    private static final double SAME = 1e-9;

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String does() {
        return "scores of a boosted model with every feature of an order: many at once, one by one, and with reasons";
    }

    @Override
    public List<Size> sizes() {
        return List.of(new Size("scored", 200_000, 1_000_000, "vectors scored at once"));
    }

    @Override
    public List<Figure> run(Bench bench) {
        List<String> features = FeatureCatalog.orders().names();
        bench.say("training");
        TrainingRows rows = rows(features, bench.dice("learning"));
        Fitting.Fitted fitted = fit(rows, bench.seed());
        double[][] vectors = vectors(bench.count("scored"), features.size(), bench.dice("scored"));
        Model model = fitted.model();
        bench.say("scoring");
        double[] scores = new double[vectors.length];
        model.scoring().score(vectors, scores);
        long began = cpu();
        model.scoring().score(vectors, scores);
        double atOnce = vectors.length / ((cpu() - began) / 1e9);
        double[] bySmile = new double[Math.min(BY_SMILE, vectors.length)];
        double smile = bySmile(fitted.learner(), vectors, bySmile);
        long different = IntStream.range(0, bySmile.length)
                .filter(i -> Math.abs(bySmile[i] - scores[i]) > SAME)
                .count();
        Latencies one = new Latencies();
        Latencies reasons = new Latencies();
        for (int i = 0; i < ONE_BY_ONE; i++) {
            double[] vector = vectors[i % vectors.length];
            one.add(timed(() -> model.scoring().score(vector)));
        }
        for (int i = 0; i < REASONS; i++) {
            double[] vector = vectors[i % vectors.length];
            reasons.add(timed(() -> model.reasons(vector, SHOWN)));
        }
        return List.of(
                new Figure(
                        "many at once, on one core",
                        atOnce,
                        "rows/s",
                        smile,
                        new Figure.Target(Figure.Of.VALUE, false, 100_000, false)),
                Figure.atMost("one score, p99", one.percentile(99), "ms", 1),
                Figure.atMost("its reasons, p99", reasons.percentile(99), "ms", 20),
                Figure.none("scores that differ from Smile's", different));
    }

    private static long timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }

    private static double bySmile(LearnerBlob blob, double[][] vectors, double[] scores) {
        if (!(LearnerBlob.read(blob.bytes(), blob.sha256())
                instanceof LearnerBlob.Reading.Read(GradientTreeBoost smile))) {
            throw new IllegalStateException("the learner just made cannot be read");
        }
        String[] names =
                IntStream.range(0, vectors[0].length).mapToObj(f -> "x" + f).toArray(String[]::new);
        double[][] few =
                IntStream.range(0, scores.length).mapToObj(i -> vectors[i]).toArray(double[][]::new);
        DataFrame frame = DataFrame.of(few, names);
        double[] posterior = new double[2];
        long took = 0;
        // the first time warms up
        for (int round = 0; round < 2; round++) {
            long began = cpu();
            for (int i = 0; i < scores.length; i++) {
                smile.predict(frame.get(i), posterior);
                scores[i] = posterior[1];
            }
            took = cpu() - began;
        }
        return scores.length / (took / 1e9);
    }

    static Fitting.Fitted fit(TrainingRows rows, long seed) {
        TreeOptions options = TreeOptions.of(TreeOptions.Boosting.NAME, Map.of("legitimatePerFraud", 0.0));
        if (new TreeTrainer(1).fit(rows, options, seed, Map.of(), Fitting.Progress.SILENT)
                instanceof Fitting.Fitted fitted) {
            return fitted;
        }
        throw new IllegalStateException("no model came of " + rows.size() + " rows");
    }

    private static TrainingRows rows(List<String> features, SplittableRandom dice) {
        double[][] vectors = vectors(LEARN_FROM, features.size(), dice);
        boolean[] fraud = new boolean[LEARN_FROM];
        for (int i = 0; i < fraud.length; i++) {
            double odds = vectors[i][0] + vectors[i][1] * vectors[i][2] + 0.5 * vectors[i][3] + dice.nextGaussian();
            fraud[i] = odds > 2.5;
        }
        return new TrainingRows(features, vectors, fraud);
    }

    private static double[][] vectors(int rows, int features, SplittableRandom dice) {
        double[][] vectors = new double[rows][features];
        for (double[] vector : vectors) {
            for (int f = 0; f < features; f++) {
                vector[f] = dice.nextGaussian();
            }
        }
        return vectors;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
