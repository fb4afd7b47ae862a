package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FlatForestTest {

    @Test
    void walksLeftAtTheThresholdAndFillsWhatIsMissing() {
        FlatForest forest = stump(Link.PROBABILITY, 10, 0.2, 0.9, 3, 1, -5);
        assertThat(forest.score(new double[] {10})).isEqualTo(0.2);
        assertThat(forest.score(new double[] {Math.nextUp(10.0)})).isEqualTo(0.9);
        assertThat(forest.score(new double[] {Double.NaN})).isEqualTo(0.2);
        assertThat(forest.baseline()).isCloseTo((3 * 0.2 + 0.9) / 4, within(1e-15));
    }

    @Test
    void refusesAVectorOfAnotherModel() {
        FlatForest forest = stump(Link.PROBABILITY, 10, 0.2, 0.9, 3, 1, -5);
        assertThatThrownBy(() -> forest.score(new double[2])).hasMessageContaining("2 places for a model of 1");
    }

    @Test
    void refusesNodesThatHangInALoop() {
        FlatForest.Builder loop = FlatForest.builder(Link.PROBABILITY, List.of("a"), new double[1], 0);
        loop.tree();
        loop.right(loop.node(0, 1, 2), 0);
        loop.leaf(0, 1);
        assertThatThrownBy(loop::build).hasMessageContaining("does not hang together");
    }

    @Property(tries = 60)
    void manyAtOnceScoreAsOneByOne(@ForAll long seed) {
        Random random = new Random(seed);
        FlatForest forest = randomForest(random, Link.LOG_ODDS, 5, 1 + random.nextInt(20), 6);
        double[][] vectors = IntStream.range(0, 300)
                .mapToObj(i -> randomVector(random, 5, true))
                .toArray(double[][]::new);
        double[] scores = new double[vectors.length];
        forest.score(vectors, scores);
        assertThat(scores)
                .isEqualTo(Arrays.stream(vectors).mapToDouble(forest::score).toArray());
    }

    @Property(tries = 200)
    void contributionsAreTheShapleyValuesByDefinition(@ForAll long seed) {
        Random random = new Random(seed);
        int p = 1 + random.nextInt(6);
        FlatForest forest = randomForest(random, Link.LOG_ODDS, p, 1 + random.nextInt(4), 7);
        double[] x = randomVector(random, p, false);
        double[] contributions = forest.contributions(x);
        for (int f = 0; f < p; f++) {
            assertThat(contributions[f]).isCloseTo(shapley(forest, x, f), within(1e-9));
        }
    }

    @Property(tries = 200)
    void baselineAndContributionsAddUp(@ForAll long seed) {
        Random random = new Random(seed);
        FlatForest forest = randomForest(random, Link.LOG_ODDS, 12, 1 + random.nextInt(30), 14);
        double[] x = randomVector(random, 12, true);
        double sum = forest.baseline() + Arrays.stream(forest.contributions(x)).sum();
        assertThat(sum).isCloseTo(forest.raw(x), within(1e-9));
        assertThat(forest.link().score(sum)).isCloseTo(forest.score(x), within(1e-9));
    }

    /** Shapley's formula over all sets of the other features; what is not in the set is averaged by cover. */
    private static double shapley(FlatForest forest, double[] x, int f) {
        int p = x.length;
        double sum = 0;
        for (int set = 0; set < 1 << p; set++) {
            if ((set >> f & 1) == 0) {
                int size = Integer.bitCount(set);
                double weight = factorial(size) * factorial(p - size - 1) / factorial(p);
                for (int t = 0; t < forest.trees(); t++) {
                    sum += weight
                            * (given(forest, forest.root(t), x, set | 1 << f) - given(forest, forest.root(t), x, set));
                }
            }
        }
        return sum;
    }

    private static double given(FlatForest forest, int node, double[] x, int set) {
        int f = forest.feature(node);
        if (f == FlatForest.LEAF) {
            return forest.number(node);
        }
        int left = node + 1;
        int right = forest.right(node);
        if ((set >> f & 1) == 1) {
            return given(forest, x[f] <= forest.number(node) ? left : right, x, set);
        }
        double l = forest.cover(left) == 0 ? 0 : forest.cover(left) * given(forest, left, x, set);
        double r = forest.cover(right) == 0 ? 0 : forest.cover(right) * given(forest, right, x, set);
        return (l + r) / forest.cover(node);
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    static FlatForest stump(
            Link link, double threshold, double left, double right, int leftCover, int rightCover, double missing) {
        FlatForest.Builder builder = FlatForest.builder(link, List.of("amount"), new double[] {missing}, 0);
        builder.tree();
        int split = builder.split(0, threshold, leftCover + rightCover);
        builder.leaf(left, leftCover);
        builder.right(split);
        builder.leaf(right, rightCover);
        return builder.build();
    }

    static FlatForest randomForest(Random random, Link link, int features, int trees, int depth) {
        FlatForest.Builder builder = FlatForest.builder(
                link,
                IntStream.range(0, features).mapToObj(f -> "f" + f).toList(),
                random.doubles(features).toArray(),
                random.nextDouble());
        for (int t = 0; t < trees; t++) {
            builder.tree();
            grow(builder, random, features, depth, 200);
        }
        return builder.build();
    }

    private static void grow(FlatForest.Builder builder, Random random, int features, int depth, int cover) {
        if (depth == 0 || cover < 2 || random.nextInt(6) == 0) {
            builder.leaf(random.nextGaussian(), cover);
            return;
        }
        int split = builder.split(random.nextInt(features), random.nextInt(5), cover);
        // Sometimes nobody of the training rows went one way.
        int left = random.nextInt(cover + 1);
        grow(builder, random, features, depth - 1, left);
        builder.right(split);
        grow(builder, random, features, depth - 1, cover - left);
    }

    static double[] randomVector(Random random, int features, boolean missing) {
        return IntStream.range(0, features)
                .mapToDouble(f -> missing && random.nextInt(10) == 0 ? Double.NaN : random.nextInt(6))
                .toArray();
    }
}
