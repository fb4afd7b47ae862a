package org.assize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
    private static final Metric AUC = new Metric.Auc();
    private static final Metric AP = new Metric.AveragePrecision();

    @Test
    void withoutTiesAsComputedByHand() {
        Evaluation e = Evaluation.of(
                new double[] {.9, .8, .7, .6, .5, .4}, new boolean[] {true, false, true, false, false, true});
        // Pairs in order: the first fraud beats 3 of 3, the second 2, the third none.
        assertThat(e.measure(AUC)).isCloseTo(5 / 9.0, within(1e-15));
        assertThat(e.measure(AP)).isCloseTo((1 + 2 / 3.0 + 3 / 6.0) / 3, within(1e-15));
        assertThat(e.measure(new Metric.PrecisionAt(3))).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(e.measure(new Metric.RecallAt(3))).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(e.measure(new Metric.RecallAtFalsePositiveRate(1 / 3.0))).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(e.measure(new Metric.Brier())).isCloseTo((.01 + .64 + .09 + .36 + .25 + .36) / 6, within(1e-15));
    }

    @Test
    void equalScoresAreAveraged() {
        Evaluation e = Evaluation.of(new double[] {.9, .5, .5, .5}, new boolean[] {false, true, false, false});
        assertThat(e.measure(AUC)).isCloseTo((0 + .5 + .5) / 3, within(1e-15));
        assertThat(e.measure(AP)).isCloseTo(.25, within(1e-15));
        assertThat(e.measure(new Metric.PrecisionAt(2))).isCloseTo(1 / 3.0 / 2, within(1e-15));
        assertThat(e.measure(new Metric.RecallAtFalsePositiveRate(2 / 3.0))).isCloseTo(.5, within(1e-12));
    }

    @Test
    void allEqualIsChance() {
        Evaluation e = Evaluation.of(new double[10], fraudAt(10, 1, 7));
        assertThat(e.measure(AUC)).isEqualTo(.5);
        assertThat(e.measure(AP)).isEqualTo(.2);
        assertThat(e.measure(new Metric.PrecisionAt(4))).isCloseTo(.2, within(1e-15));
        assertThat(Evaluation.of(new double[] {0.0, -0.0}, fraudAt(2, 0)).measure(AUC))
                .isEqualTo(.5);
    }

    @Test
    void rowWithoutANumberRanksLastAndIsCounted() {
        Evaluation e = Evaluation.of(
                new double[] {Double.NaN, .1, .2, Double.POSITIVE_INFINITY}, new boolean[] {true, false, true, true});
        assertThat(e.notFinite()).isEqualTo(2);
        assertThat(e.measure(AUC)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(e.thresholdFor(4)).isEqualTo(.1);
        assertThat(e.measure(new Metric.Brier())).isCloseTo((.01 + .64) / 2, within(1e-15));
    }

    @Test
    void withoutFraudMostHasNoMeaning() {
        Evaluation e = Evaluation.of(new double[] {.1, .2}, new boolean[2]);
        assertThat(e.measure(AUC)).isNaN();
        assertThat(e.measure(AP)).isNaN();
        assertThat(e.measure(new Metric.RecallAtFalsePositiveRate(.01))).isNaN();
        assertThat(e.measure(new Metric.RecallAt(1))).isNaN();
        assertThat(e.measure(new Metric.PrecisionAt(1))).isZero();
        Evaluation nothing = Evaluation.of(new double[0], new boolean[0]);
        assertThat(nothing.measure(AUC)).isNaN();
        assertThat(nothing.estimate(AUC, 10, .95, 1).low()).isNaN();
    }

    @Property(tries = 300)
    void aucIsTheShareOfPairsInOrder(@ForAll long seed) {
        Rows rows = Rows.random(seed, 60);
        double pairs = 0;
        double inOrder = 0;
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                if (rows.fraud[i] && !rows.fraud[j]) {
                    pairs++;
                    inOrder += rows.score[i] > rows.score[j] ? 1 : rows.score[i] == rows.score[j] ? .5 : 0;
                }
            }
        }
        assertThat(rows.evaluation().measure(AUC)).isEqualTo(inOrder / pairs, within(1e-12));
    }

    @Property(tries = 300)
    void averagePrecisionIsTheAreaOverDistinctThresholds(@ForAll long seed) {
        Rows rows = Rows.random(seed, 60);
        double area = 0;
        double recallBefore = 0;
        double all = count(rows, Double.NEGATIVE_INFINITY, true);
        for (double t : Arrays.stream(rows.score)
                .boxed()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList()) {
            double caught = count(rows, t, true);
            double recall = caught / all;
            area += (recall - recallBefore) * caught / (caught + count(rows, t, false));
            recallBefore = recall;
        }
        assertThat(rows.evaluation().measure(AP)).isEqualTo(area, within(1e-12));
    }

    @Property(tries = 30)
    void precisionAtKIsTheExpectationUnderRandomOrder(@ForAll long seed) {
        Rows rows = Rows.random(seed, 12);
        int k = 1 + (int) Math.floorMod(seed, 6L);
        Random random = new Random(seed);
        double sum = 0;
        int draws = 4000;
        for (int b = 0; b < draws; b++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
            Collections.shuffle(order, random);
            order.sort(Comparator.comparingDouble(i -> -rows.score[i]));
            sum += order.stream().limit(k).filter(i -> rows.fraud[i]).count() / (double) Math.min(k, rows.size());
        }
        Evaluation oneDay = Evaluation.of(rows.score, rows.fraud);
        assertThat(oneDay.measure(new Metric.PrecisionAt(k))).isCloseTo(sum / draws, within(.05));
    }

    /** The handbook's procedure, day by day with sets, on scores without ties. */
    @Property(tries = 200)
    void cardPrecisionIsTheHandbooks(@ForAll long seed) {
        Rows rows = Rows.random(seed, 200).withoutTies();
        int k = 5;
        Set<Integer> caught = new HashSet<>();
        List<Double> expected = new ArrayList<>();
        for (int d : Arrays.stream(rows.day).distinct().sorted().toArray()) {
            int[] today = IntStream.range(0, rows.size())
                    .filter(i -> rows.day[i] == d && !caught.contains(rows.unit[i]))
                    .toArray();
            List<Integer> top = Arrays.stream(today)
                    .mapToObj(i -> rows.unit[i])
                    .distinct()
                    .sorted(Comparator.comparingDouble((Integer u) -> -Arrays.stream(today)
                            .filter(i -> rows.unit[i] == u)
                            .mapToDouble(i -> rows.score[i])
                            .max()
                            .orElseThrow()))
                    .limit(k)
                    .toList();
            List<Integer> hits = top.stream()
                    .filter(u -> Arrays.stream(today).anyMatch(i -> rows.unit[i] == u && rows.fraud[i]))
                    .toList();
            expected.add(hits.size() / (double) k);
            caught.addAll(hits);
        }
        assertThat(rows.evaluation().perDay(new Metric.CardPrecisionAt(k, 1)))
                .containsExactly(expected.stream().mapToDouble(x -> x).toArray());
    }

    @Test
    void cardCaughtIsNotCaughtAgain() {
        Evaluation e = Evaluation.of(
                new double[] {.9, .8, .1, .9, .8, .1},
                new boolean[] {true, false, false, true, true, false},
                new int[] {1, 1, 1, 2, 2, 2},
                new int[] {10, 20, 30, 10, 20, 30});
        assertThat(e.perDay(new Metric.CardPrecisionAt(1, 1))).containsExactly(1, 1);
        assertThat(e.perDay(new Metric.CardPrecisionAt(2, 1))).containsExactly(.5, .5);
        assertThat(e.perDay(new Metric.PrecisionAt(2))).containsExactly(.5, 1);
    }

    @Test
    void tiedLastPlaceIsAnExpectation() {
        boolean[] fraud = fraudAt(10, 0, 1, 2, 3, 4);
        Evaluation e = Evaluation.of(new double[10], fraud);
        assertThat(e.perDay(new Metric.CardPrecisionAt(4, 1))).containsExactly(.5);
    }

    @Test
    void thresholdKeepsToCapacity() {
        Evaluation e = Evaluation.of(
                new double[] {.9, .8, .8, .7, .6, .5},
                new boolean[] {true, false, true, false, false, false},
                new int[] {1, 1, 1, 2, 2, 2});
        assertThat(e.thresholdFor(1)).isEqualTo(.9);
        assertThat(e.thresholdFor(1.5)).isEqualTo(.8);
        assertThat(e.thresholdFor(2)).isEqualTo(.7);
        assertThat(e.thresholdFor(.4)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(e.thresholdFor(100)).isEqualTo(.5);
        assertThat(e.at(.8)).isEqualTo(new Evaluation.AtThreshold(.8, 1.5, 2 / 3.0, 1));
    }

    @Test
    void calibrationBinsHoldEqualNumbersAndEqualScoresTogether() {
        int n = 10_000;
        Random random = new Random(4);
        double[] score = random.doubles(n).toArray();
        boolean[] fraud = new boolean[n];
        for (int i = 0; i < n; i++) {
            fraud[i] = random.nextDouble() < score[i];
        }
        List<Evaluation.CalibrationBin> bins = Evaluation.of(score, fraud).calibration(10);
        assertThat(bins).hasSize(10).allSatisfy(bin -> {
            assertThat(bin.rows()).isEqualTo(1000);
            assertThat(bin.fraudShare()).isCloseTo(bin.meanScore(), within(.05));
        });
        assertThat(bins).isSortedAccordingTo(Comparator.comparingDouble(Evaluation.CalibrationBin::low));
        assertThat(Evaluation.of(new double[50], new boolean[50]).calibration(10))
                .containsExactly(new Evaluation.CalibrationBin(0, 0, 50, 0, 0));
    }

    /** Of 200 worlds whose mean is known, the 90 % interval holds it in about 90 of 100; of a week as of forty days. */
    @ParameterizedTest
    @ValueSource(ints = {7, 40})
    void intervalHoldsTheTruthAsOftenAsItSays(int days) {
        int held = 0;
        for (int world = 0; world < 200; world++) {
            Random random = new Random(world);
            double[] score = new double[days * 20];
            boolean[] fraud = new boolean[score.length];
            int[] day = new int[score.length];
            for (int i = 0; i < score.length; i++) {
                score[i] = random.nextDouble();
                fraud[i] = random.nextDouble() < .3;
                day[i] = i / 20;
            }
            Estimate estimate = Evaluation.of(score, fraud, day).estimate(new Metric.PrecisionAt(5), 400, .9, world);
            held += estimate.low() <= .3 && .3 <= estimate.high() ? 1 : 0;
        }
        assertThat(held).isBetween(168, 192);
    }

    @Test
    void fewDaysHaveNoInterval() {
        double[] score = {.9, .1, .8, .2, .7, .3, .6, .4};
        boolean[] fraud = {true, false, true, false, true, false, true, false};
        Estimate four =
                Evaluation.of(score, fraud, new int[] {1, 1, 2, 2, 3, 3, 4, 4}).estimate(AUC, 100, .95, 1);
        assertThat(four.value()).isEqualTo(1);
        assertThat(four.low()).isNaN();
        assertThat(four.high()).isNaN();
    }

    @Test
    void daysKeepTheirNumbersWhereOneIsMissing() {
        double[] score = {.9, .1, .8, .2};
        boolean[] fraud = {true, false, true, false};
        assertThat(Evaluation.of(score, fraud, new int[] {20_000, 20_000, 20_003, 20_003})
                        .dayNumbers())
                .containsExactly(20_000, 20_003);
    }

    @Test
    void differenceIsPairedByDay() {
        Rows rows = Rows.random(3, 2000).withoutTies();
        Evaluation champion = rows.evaluation();
        double[] better = new double[rows.size()];
        for (int i = 0; i < better.length; i++) {
            better[i] = rows.score[i] + (rows.fraud[i] ? .2 : 0);
        }
        Evaluation challenger = Evaluation.of(better, rows.fraud, rows.day, rows.unit);
        for (Metric metric : List.of(AUC, AP, new Metric.PrecisionAt(10))) {
            Estimate same = Evaluation.difference(champion, champion, metric, 200, .95, 1);
            assertThat(same).isEqualTo(new Estimate(0, 0, 0));
            Estimate gain = Evaluation.difference(champion, challenger, metric, 200, .95, 1);
            assertThat(gain.low()).as(metric.toString()).isPositive().isLessThanOrEqualTo(gain.value());
            assertThat(gain).isEqualTo(Evaluation.difference(champion, challenger, metric, 200, .95, 1));
        }
        assertThatThrownBy(() ->
                        Evaluation.difference(champion, Rows.random(4, 2000).evaluation(), AUC, 9, .95, 1))
                .hasMessageContaining("the same rows");
    }

    @Test
    void lengthsMustAgree() {
        assertThatThrownBy(() -> Evaluation.of(new double[2], new boolean[3]))
                .hasMessageContaining("different lengths");
        assertThatThrownBy(() -> new Metric.PrecisionAt(0)).hasMessageContaining("not 0");
    }

    private static int count(Rows rows, double atLeast, boolean fraud) {
        return (int) IntStream.range(0, rows.size())
                .filter(i -> rows.score[i] >= atLeast && rows.fraud[i] == fraud)
                .count();
    }

    private static boolean[] fraudAt(int n, int... places) {
        boolean[] fraud = new boolean[n];
        for (int place : places) {
            fraud[place] = true;
        }
        return fraud;
    }

    private static final class Rows {
        private final double[] score;
        private final boolean[] fraud;
        private final int[] day;
        private final int[] unit;

        private Rows(double[] score, boolean[] fraud, int[] day, int[] unit) {
            this.score = score;
            this.fraud = fraud;
            this.day = day;
            this.unit = unit;
        }

        /** With many ties, and at least one row of each class. */
        private static Rows random(long seed, int n) {
            Random random = new Random(seed);
            double[] score = new double[n];
            boolean[] fraud = new boolean[n];
            for (int i = 0; i < n; i++) {
                score[i] = random.nextInt(10) / 10.0;
                fraud[i] = i == 0 || (i > 1 && random.nextInt(4) == 0);
            }
            return new Rows(
                    score,
                    fraud,
                    random.ints(n, 100, 108).toArray(),
                    random.ints(n, 0, Math.max(4, n / 6)).toArray());
        }

        private Rows withoutTies() {
            double[] distinct = new double[size()];
            for (int i = 0; i < distinct.length; i++) {
                distinct[i] = score[i] + i * 1e-7;
            }
            return new Rows(distinct, fraud, day, unit);
        }

        private int size() {
            return score.length;
        }

        private Evaluation evaluation() {
            return Evaluation.of(score, fraud, day, unit);
        }
    }
}
