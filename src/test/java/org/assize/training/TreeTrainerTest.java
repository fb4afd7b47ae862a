package org.assize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assize.feature.FeatureCatalog;
import org.assize.scoring.FlatForest;
import org.assize.scoring.Loading;
import org.assize.scoring.Model;
import org.junit.jupiter.api.Test;
import smile.anomaly.IsolationForest;
import smile.classification.DecisionTree;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.vector.IntVector;

class TreeTrainerTest {
    private static final int P = 6;
    private static final List<String> FEATURES =
            List.of("amount", "orders, 7 days", "y", "x0", "new device", "rate ~ 30 d");
    private static final TrainingRows ROWS = rows(3000, 1, 0);
    private static final double[][] OTHERS = vectors(1000, 2, 0);
    private static final TreeOptions.Boosting BOOSTING = new TreeOptions.Boosting(80, 20, 6, 5, 0.05, 0.7, 0);
    private static final TreeOptions.Forest FOREST = new TreeOptions.Forest(30, 0, 20, 0, 5, 1);
    private static final TreeOptions.Isolation ISOLATION = new TreeOptions.Isolation(50, 256, 0);
    private final TreeTrainer trainer = new TreeTrainer(2);

    @Test
    void boostingScoresAsSmileDoes() {
        Fitting.Fitted fitted = fitted(ROWS, BOOSTING, 5);
        GradientTreeBoost smile = (GradientTreeBoost) learner(fitted);
        double[] posterior = new double[2];
        DataFrame frame = frame(OTHERS);
        for (int i = 0; i < OTHERS.length; i++) {
            smile.predict(frame.get(i), posterior);
            assertThat(fitted.model().scoring().score(OTHERS[i])).isCloseTo(posterior[1], within(1e-15));
            double margin = fitted.model().forest().raw(OTHERS[i]) / 2;
            assertThat(1 - 1 / (1 + Math.exp(2 * margin))).isEqualTo(posterior[1]);
        }
    }

    @Test
    void forestScoresAsSmileDoes() {
        Fitting.Fitted fitted = fitted(ROWS, FOREST, 5);
        RandomForest smile = (RandomForest) learner(fitted);
        double[] posterior = new double[2];
        DataFrame frame = frame(OTHERS);
        for (int i = 0; i < OTHERS.length; i++) {
            smile.predict(frame.get(i), posterior);
            assertThat(fitted.model().scoring().score(OTHERS[i])).isCloseTo(posterior[1], within(1e-12));
        }
    }

    @Test
    void isolationScoresAsSmileDoes() {
        Fitting.Fitted fitted = fitted(ROWS, ISOLATION, 5);
        IsolationForest smile = (IsolationForest) learner(fitted);
        for (double[] other : OTHERS) {
            assertThat(fitted.model().scoring().score(other)).isCloseTo(smile.score(other), within(1e-12));
        }
    }

    @Test
    void isolationFindsWhatIsFarAway() {
        Model model = fitted(ROWS, ISOLATION, 5).model();
        double[] far = {400, 60, 9, 9, 9, 9};
        double[] scores = new double[OTHERS.length];
        model.scoring().score(OTHERS, scores);
        assertThat(model.scoring().score(far))
                .isGreaterThan(Arrays.stream(scores).max().orElseThrow());
        assertThat(Arrays.stream(model.scoring().contributions(far)).sum()).isPositive();
    }

    /** Smile divides by the number of trees and leaves the shrinkage out, and gives each feature twice. */
    @Test
    void boostingContributionsAreSmilesOnTheScaleOfLogOdds() {
        Fitting.Fitted fitted = fitted(ROWS, BOOSTING, 5);
        GradientTreeBoost smile = (GradientTreeBoost) learner(fitted);
        DataFrame frame = frame(OTHERS);
        for (int i = 0; i < 100; i++) {
            double[] shap = smile.shap(frame.get(i));
            double[] contributions = fitted.model().scoring().contributions(OTHERS[i]);
            for (int f = 0; f < P; f++) {
                assertThat(contributions[f])
                        .isCloseTo(2 * BOOSTING.trees() * BOOSTING.shrinkage() * shap[2 * f], within(1e-9));
            }
        }
    }

    /** Smile's score weighs the trees by their out-of-bag accuracy and its contributions don't; ours do, to add up. */
    @Test
    void forestContributionsAreSmilesTreesWeighted() {
        Fitting.Fitted fitted = fitted(ROWS, FOREST, 5);
        RandomForest smile = (RandomForest) learner(fitted);
        double weights = Arrays.stream(smile.models())
                .mapToDouble(RandomForest.Model::weight)
                .sum();
        DataFrame frame = frame(OTHERS);
        for (int i = 0; i < 50; i++) {
            Tuple x = smile.formula().x(frame.get(i));
            double[] expected = new double[P];
            for (RandomForest.Model model : smile.models()) {
                DecisionTree tree = model.tree();
                double[] shap = tree.shap(x);
                for (int f = 0; f < P; f++) {
                    expected[f] += model.weight() / weights * shap[2 * f + 1];
                }
            }
            double[] contributions = fitted.model().scoring().contributions(OTHERS[i]);
            double[] unweighted = smile.shap(frame.get(i));
            for (int f = 0; f < P; f++) {
                assertThat(contributions[f]).isCloseTo(expected[f], within(1e-12));
                assertThat(contributions[f]).isCloseTo(unweighted[2 * f + 1], within(0.01));
            }
        }
    }

    @Test
    void reasonsAddUpToTheScore() {
        for (TreeOptions options : List.of(BOOSTING, FOREST, ISOLATION)) {
            Model model = fitted(rows(3000, 1, 0.1), options, 5).model();
            for (double[] x : vectors(200, 3, 0.1)) {
                double sum = model.scoring().baseline()
                        + Arrays.stream(model.scoring().contributions(x)).sum();
                assertThat(sum)
                        .as(options.algorithm())
                        .isCloseTo(model.scoring().link().raw(model.scoring().score(x)), within(1e-9));
            }
        }
    }

    @Test
    void sameRowsOptionsAndSeedMakeTheSameFile() {
        for (TreeOptions options :
                List.of(BOOSTING, FOREST, ISOLATION, new TreeOptions.Boosting(20, 20, 6, 5, 0.05, 0.7, 5))) {
            String once = fitted(ROWS, options, 11).model().sha256();
            assertThat(fitted(ROWS, options, 11).model().sha256())
                    .as(options.algorithm())
                    .isEqualTo(once);
            assertThat(fitted(ROWS, options, 12).model().sha256())
                    .as(options.algorithm())
                    .isNotEqualTo(once);
        }
    }

    @Test
    void fileScoresAsTheFittedModel() {
        for (TreeOptions options : List.of(BOOSTING, FOREST, ISOLATION)) {
            Model model = fitted(rows(2000, 1, 0.1), options, 5).model();
            assertThat(Model.read(model.bytes(), model.sha256()))
                    .isInstanceOfSatisfying(Loading.ModelLoaded.class, loaded -> {
                        for (double[] x : vectors(100, 3, 0.1)) {
                            assertThat(loaded.model().scoring().score(x))
                                    .isEqualTo(model.scoring().score(x));
                        }
                    });
            assertThat(model.facts())
                    .containsEntry("algorithm", options.algorithm())
                    .containsEntry("seed", "5");
        }
    }

    /** Odds learnt from a fifth of the legitimate rows are five times too high, unless corrected. */
    @Test
    void leavingOutLegitimateRowsKeepsTheScoresHonest() {
        Fitting.Fitted fitted = fitted(ROWS, new TreeOptions.Boosting(80, 20, 6, 5, 0.05, 0.7, 4), 5);
        TrainingRows later = rows(20000, 9, 0);
        double[] scores = new double[later.size()];
        fitted.model().scoring().score(later.vectors(), scores);
        double mean = Arrays.stream(scores).average().orElseThrow();
        assertThat(mean).isCloseTo((double) later.frauds() / later.size(), within(0.01));
    }

    @Test
    void missingValuesScoreAsInTraining() {
        TrainingRows rows = rows(3000, 1, 0.2);
        for (TreeOptions options : List.of(BOOSTING, FOREST, ISOLATION)) {
            FlatForest forest = fitted(rows, options, 5).model().forest();
            double[] filled = rows.missing();
            double[] none = new double[P];
            Arrays.fill(none, Double.NaN);
            assertThat(forest.score(none)).isEqualTo(forest.score(filled)).isBetween(0.0, 1.0);
        }
    }

    /** Steps too large drive a row so far to the wrong side that Smile's logistic leaf divides by nought. */
    @Test
    void modelOfNonNumbersIsUnfit() {
        Fitting fitting = trainer.fit(
                ROWS, new TreeOptions.Boosting(200, 7, 64, 1, 1, 0.5, 0), 1, Map.of(), Fitting.Progress.SILENT);
        assertThat(fitting)
                .isInstanceOfSatisfying(
                        Fitting.Unfit.class, unfit -> assertThat(unfit.cause()).isEqualTo(Fitting.Cause.NOT_FINITE));
    }

    @Test
    void aMissingValueIsWhatTheFeaturesRulePutsInItsPlace() {
        FeatureCatalog catalog = FeatureCatalog.orders().only(List.of("items", "seller_orders_7d"));
        double[][] vectors = IntStream.range(0, 400)
                .mapToObj(i -> new double[] {i % 2 == 0 ? -1 : 5 + i % 7, i % 10})
                .toArray(double[][]::new);
        Fitting fitting = trainer.fit(
                new TrainingRows(catalog.names(), vectors, fraud(400, i -> i % 5 == 0)).ruledBy(catalog),
                BOOSTING,
                1,
                Map.of(),
                Fitting.Progress.SILENT);
        assertThat(fitting).isInstanceOfSatisfying(Fitting.Fitted.class, fitted -> {
            assertThat(fitted.model().spread(0).usualLow()).isGreaterThanOrEqualTo(5);
            assertThat(fitted.model().spread(1).usualLow()).isZero();
            assertThat(fitted.model().scoring().score(new double[] {Double.NaN, 3}))
                    .isEqualTo(fitted.model().scoring().score(new double[] {-1, 3}));
        });
    }

    @Test
    void oneClassIsUnfit() {
        TrainingRows honest = new TrainingRows(FEATURES, OTHERS, new boolean[OTHERS.length]);
        assertThat(trainer.fit(honest, FOREST, 1, Map.of(), Fitting.Progress.SILENT))
                .isEqualTo(new Fitting.Unfit(Fitting.Cause.TOO_FEW_ROWS, "0 frauds, 1000 legitimate"));
        assertThat(trainer.fit(honest, ISOLATION, 1, Map.of(), Fitting.Progress.SILENT))
                .isInstanceOf(Fitting.Fitted.class);
    }

    @Test
    void stopsWhenToldTo() {
        for (TreeOptions options : List.of(BOOSTING, FOREST, ISOLATION)) {
            Fitting fitting = trainer.fit(ROWS, options, 1, Map.of(), (done, of) -> done < 3);
            assertThat(fitting)
                    .isInstanceOfSatisfying(
                            Fitting.Cancelled.class,
                            cancelled -> assertThat(cancelled.trees()).isLessThan(options.trees()));
        }
    }

    @Test
    void stopsWhenInterrupted() throws InterruptedException {
        List<Fitting> seen = new ArrayList<>();
        Thread caller = new Thread(() -> seen.add(trainer.fit(
                ROWS, new TreeOptions.Boosting(10_000, 20, 6, 5, 0.05, 0.7, 0), 1, Map.of(), Fitting.Progress.SILENT)));
        caller.start();
        caller.interrupt();
        caller.join(20_000);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).isInstanceOf(Fitting.Cancelled.class);
    }

    @Test
    void tellsOfEveryTree() {
        List<Integer> told = new ArrayList<>();
        trainer.fit(ROWS, ISOLATION, 1, Map.of(), (done, of) -> {
            assertThat(of).isEqualTo(50);
            return told.add(done);
        });
        assertThat(told).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void alteredOrForeignLearnerIsRefused() {
        LearnerBlob learner = fitted(ROWS, ISOLATION, 5).learner();
        byte[] altered = learner.bytes();
        altered[altered.length / 2] ^= 1;
        assertThat(LearnerBlob.read(altered, learner.sha256())).isInstanceOf(LearnerBlob.Reading.Refused.class);
        LearnerBlob foreign = LearnerBlob.of(new java.io.File("/etc/passwd"));
        assertThat(LearnerBlob.read(foreign.bytes(), foreign.sha256()))
                .isInstanceOfSatisfying(
                        LearnerBlob.Reading.Refused.class,
                        refused -> assertThat(refused.detail()).contains("filter status: REJECTED"));
    }

    @Test
    void rowsThatNothingCanBeLearntFromAreNamed() {
        assertThatThrownBy(() -> new TrainingRows(
                        List.of("a"), new double[][] {{1}, {Double.POSITIVE_INFINITY}}, new boolean[2]))
                .hasMessage("row 1: a is Infinity");
        assertThatThrownBy(() -> new TrainingRows(List.of("a", "a"), new double[0][], new boolean[0]))
                .hasMessageContaining("each once");
    }

    @Test
    void optionsByName() {
        assertThat(TreeOptions.of("boosting", Map.of("trees", 50.0, "legitimatePerFraud", 10.0)))
                .isEqualTo(new TreeOptions.Boosting(50, 20, 6, 5, 0.05, 0.7, 10));
        assertThat(TreeOptions.of("isolation", Map.of())).isEqualTo(TreeOptions.Isolation.DEFAULT);
        assertThatThrownBy(() -> TreeOptions.of("boosting", Map.of("shrinkage", 1.5)))
                .hasMessage("shrinkage must be from 1.0E-4 to 1.0, not 1.5");
        assertThatThrownBy(() -> TreeOptions.of("forest", Map.of("trees", 1.5))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> TreeOptions.of("forest", Map.of("depth", 2.0))).hasMessageContaining("no such option");
        assertThatThrownBy(() -> TreeOptions.of("svm", Map.of())).hasMessageContaining("no such algorithm");
    }

    private Fitting.Fitted fitted(TrainingRows rows, TreeOptions options, long seed) {
        Fitting fitting = trainer.fit(rows, options, seed, Map.of(), Fitting.Progress.SILENT);
        return switch (fitting) {
            case Fitting.Fitted fitted -> fitted;
            case Fitting.Cancelled _, Fitting.Unfit _ -> throw new AssertionError(fitting);
        };
    }

    private static Object learner(Fitting.Fitted fitted) {
        return switch (LearnerBlob.read(
                fitted.learner().bytes(), fitted.learner().sha256())) {
            case LearnerBlob.Reading.Read(Object learner) -> learner;
            case LearnerBlob.Reading.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static DataFrame frame(double[][] vectors) {
        String[] names = IntStream.range(0, P).mapToObj(f -> "x" + f).toArray(String[]::new);
        return DataFrame.of(vectors, names).add(new IntVector("y", new int[vectors.length]));
    }

    private static TrainingRows rows(int n, long seed, double missing) {
        double[][] vectors = vectors(n, seed, missing);
        Random random = new Random(seed + 1000);
        return new TrainingRows(FEATURES, vectors, fraud(n, i -> {
            double amount = Double.isNaN(vectors[i][0]) ? 150 : vectors[i][0];
            double logit = -4 + amount / 60 + (vectors[i][4] > 0.5 ? 1.5 : 0);
            return random.nextDouble() < 1 / (1 + Math.exp(-logit));
        }));
    }

    private static double[][] vectors(int n, long seed, double missing) {
        Random random = new Random(seed);
        double[][] vectors = new double[n][P];
        for (double[] vector : vectors) {
            vector[0] = 100 * random.nextDouble();
            vector[1] = random.nextInt(8);
            vector[2] = random.nextGaussian();
            vector[3] = Math.abs(random.nextGaussian());
            vector[4] = random.nextInt(10) == 0 ? 1 : 0;
            vector[5] = 0;
            for (int f = 0; f < P; f++) {
                vector[f] = random.nextDouble() < missing ? Double.NaN : vector[f];
            }
        }
        return vectors;
    }

    private static boolean[] fraud(int n, java.util.function.IntPredicate is) {
        boolean[] fraud = new boolean[n];
        for (int i = 0; i < n; i++) {
            fraud[i] = is.test(i);
        }
        return fraud;
    }
}
