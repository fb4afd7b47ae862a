package org.assize.training;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assize.feature.FeatureCatalog;
import org.assize.scoring.Model;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;

/**
 * How fast a champion gives scores and reasons: the flat trees that scoring runs on, beside the predict of Smile, which grew
 * them, in the same run and on the same vectors. No part of the suite: run {@code main}.
 */
final class ScoresAtScale {

    private static final int LEARN_FROM = 3_000;
    private static final int BY_SMILE = 20_000;
    private static final int ONE_BY_ONE = 20_000;
    private static final int REASONS = 2_000;
    private static final int SHOWN = 5;
    private static final double SAME = 1e-9;
    private static final long SEED = 1;

    private ScoresAtScale() {}

    public static void main(String[] arguments) {
        int many = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        List<String> features = FeatureCatalog.orders().names();
        TrainingRows rows = rows(features, new SplittableRandom(SEED));
        Fitting.Fitted fitted = fit(rows, SEED);
        double[][] vectors = vectors(many, features.size(), new SplittableRandom(SEED + 1));
        Model model = fitted.model();
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
        double one = p99(ONE_BY_ONE, i -> model.scoring().score(vectors[i % vectors.length]));
        double reasons = p99(
                REASONS, i -> model.reasons(vectors[i % vectors.length], SHOWN).size());
        System.out.printf(
                "%.2f of Smile's predict: %,.0f scores a second of processor time, Smile %,.0f%n",
                atOnce / smile, atOnce, smile);
        System.out.printf("one score %.4f ms, its reasons %.3f ms (p99)%n", one, reasons);
        System.out.printf("%,d scores differ from Smile's by more than %g%n", different, SAME);
    }

    /** Milliseconds, by the nearest rank. */
    private static double p99(int times, IntToDoubleFunction work) {
        long[] took = new long[times];
        double sum = 0;
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            sum += work.applyAsDouble(i);
            took[i] = System.nanoTime() - began;
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a score that is no number");
        }
        Arrays.sort(took);
        return took[(int) Math.ceil(0.99 * times) - 1] / 1e6;
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

    private static Fitting.Fitted fit(TrainingRows rows, long seed) {
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
