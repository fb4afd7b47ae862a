package org.assize.scoring;

import java.util.Arrays;
import java.util.List;

/**
 * A sum of decision trees laid out in flat arrays: all that scoring runs on, whichever learner grew the trees.
 *
 * <p>Nodes stand in preorder, so that a left child is the next node and a child always comes after its parent: a walk
 * ends. A vector goes left where its feature is at most the node's number. Leaves hold what they add on the scale of the
 * {@link Link}. A missing value (NaN) is replaced by the number that stood for it in training.
 */
public final class FlatForest implements ScoringModel {

    /** In the place of a feature: the node is a leaf. */
    public static final int LEAF = -1;

    /** Rows that are walked through one tree before the next: a tree stays in the cache, and so do the rows. */
    private static final int BLOCK = 128;

    /** Rounding that a sum of leaves may show beyond the ends of [0, 1]; more is a broken forest. */
    private static final double SLACK = 1e-9;

    private final Link link;
    private final List<String> features;
    private final double[] missing;
    private final double base;
    private final int[] roots;
    private final int[] feature;
    private final double[] number;
    private final int[] right;
    private final double[] cover;
    private final int depth;
    private final double baseline;

    private FlatForest(Builder from) {
        link = from.link;
        features = from.features;
        missing = from.missing.clone();
        base = from.base;
        roots = Arrays.copyOf(from.roots, from.trees);
        feature = Arrays.copyOf(from.feature, from.nodes);
        number = Arrays.copyOf(from.number, from.nodes);
        right = Arrays.copyOf(from.right, from.nodes);
        cover = Arrays.copyOf(from.cover, from.nodes);
        depth = check();
        baseline = base + Arrays.stream(roots).mapToDouble(this::expected).sum();
        finite(baseline, "baseline");
    }

    @Override
    public List<String> features() {
        return features;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public double baseline() {
        return baseline;
    }

    public int trees() {
        return roots.length;
    }

    public int nodes() {
        return feature.length;
    }

    @Override
    public double score(double[] vector) {
        return scoreOf(raw(vector));
    }

    /** The sum of the leaves on the scale of the link. */
    public double raw(double[] vector) {
        double[] x = filled(vector);
        double sum = base;
        for (int root : roots) {
            sum += number[leaf(root, x)];
        }
        return sum;
    }

    @Override
    public void score(double[][] vectors, double[] scores) {
        double[][] rows = new double[BLOCK][];
        for (int from = 0; from < vectors.length; from += BLOCK) {
            int n = Math.min(BLOCK, vectors.length - from);
            for (int i = 0; i < n; i++) {
                rows[i] = filled(vectors[from + i]);
            }
            Arrays.fill(scores, from, from + n, base);
            for (int root : roots) {
                for (int i = 0; i < n; i++) {
                    scores[from + i] += number[leaf(root, rows[i])];
                }
            }
            for (int i = from; i < from + n; i++) {
                scores[i] = scoreOf(scores[i]);
            }
        }
    }

    @Override
    public double[] contributions(double[] vector) {
        return new TreeShap(this, filled(vector)).contributions();
    }

    private double scoreOf(double raw) {
        if (link == Link.PROBABILITY && raw >= -SLACK && raw <= 1 + SLACK) {
            return Math.clamp(raw, 0.0, 1.0);
        }
        return link.score(raw);
    }

    private int leaf(int root, double[] x) {
        int i = root;
        for (int f = feature[i]; f != LEAF; f = feature[i]) {
            i = x[f] <= number[i] ? i + 1 : right[i];
        }
        return i;
    }

    private double[] filled(double[] vector) {
        if (vector.length != missing.length) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " places for a model of " + missing.length);
        }
        for (int i = 0; i < vector.length; i++) {
            if (Double.isNaN(vector[i])) {
                double[] filled = vector.clone();
                for (int j = i; j < filled.length; j++) {
                    filled[j] = Double.isNaN(filled[j]) ? missing[j] : filled[j];
                }
                return filled;
            }
        }
        return vector;
    }

    /** Refuses arrays that no walk may be trusted to: every walk ends, in a finite leaf, and covers add up. */
    private int check() {
        if (missing.length != features.size()) {
            throw new IllegalArgumentException(missing.length + " missing values for " + features.size() + " features");
        }
        finite(base, "base");
        Arrays.stream(missing).forEach(m -> finite(m, "missing value"));
        if (roots.length == 0) {
            throw new IllegalArgumentException("a forest without trees");
        }
        int deepest = 0;
        for (int t = 0; t < roots.length; t++) {
            int end = t + 1 < roots.length ? roots[t + 1] : feature.length;
            int[] depths = new int[end - roots[t]];
            for (int i = roots[t]; i < end; i++) {
                finite(number[i], "node " + i);
                int d = depths[i - roots[t]];
                deepest = Math.max(deepest, d);
                if (feature[i] == LEAF) {
                    continue;
                }
                if (feature[i] < 0
                        || feature[i] >= missing.length
                        || right[i] <= i + 1
                        || right[i] >= end
                        || !(cover[i] > 0)
                        || !(cover[i + 1] >= 0)
                        || !(cover[right[i]] >= 0)
                        || cover[i + 1] + cover[right[i]] != cover[i]) {
                    throw new IllegalArgumentException("node " + i + " of tree " + t + " does not hang together");
                }
                depths[i + 1 - roots[t]] = d + 1;
                depths[right[i] - roots[t]] = d + 1;
            }
        }
        return deepest;
    }

    private static void finite(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new NotFinite(what + " is " + value);
        }
    }

    /** A number in a forest that is none. */
    public static final class NotFinite extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private NotFinite(String message) {
            super(message);
        }
    }

    private double expected(int i) {
        return feature[i] == LEAF
                ? number[i]
                : (cover[i + 1] * expected(i + 1) + cover[right[i]] * expected(right[i])) / cover[i];
    }

    double base() {
        return base;
    }

    double missing(int feature) {
        return missing[feature];
    }

    int root(int tree) {
        return roots[tree];
    }

    int feature(int node) {
        return feature[node];
    }

    double number(int node) {
        return number[node];
    }

    int right(int node) {
        return right[node];
    }

    double cover(int node) {
        return cover[node];
    }

    /** Longest way from a root to a leaf, in splits. */
    int depth() {
        return depth;
    }

    public static Builder builder(Link link, List<String> features, double[] missing, double base) {
        return new Builder(link, features, missing, base);
    }

    /** Takes trees node by node in preorder: {@code tree()}, then splits and leaves, {@code right()} between the branches. */
    public static final class Builder {
        private final Link link;
        private final List<String> features;
        private final double[] missing;
        private final double base;
        private int[] roots = new int[64];
        private int[] feature = new int[1024];
        private double[] number = new double[1024];
        private int[] right = new int[1024];
        private double[] cover = new double[1024];
        private int trees;
        private int nodes;

        private Builder(Link link, List<String> features, double[] missing, double base) {
            this.link = link;
            this.features = List.copyOf(features);
            this.missing = missing;
            this.base = base;
        }

        /** The next node is the root of a new tree. */
        public void tree() {
            if (trees == roots.length) {
                roots = Arrays.copyOf(roots, 2 * trees);
            }
            roots[trees++] = nodes;
        }

        /**
         * A split, whose left branch follows.
         *
         * @param cover training rows that came here
         * @return the node, for {@link #right}
         */
        public int split(int feature, double threshold, double cover) {
            return node(feature, threshold, cover);
        }

        /** The next node is the right child of that split. */
        public void right(int split) {
            right[split] = nodes;
        }

        public void leaf(double value, double cover) {
            node(LEAF, value, cover);
        }

        /** @throws IllegalArgumentException when the nodes make no forest, or a number in them is not finite */
        public FlatForest build() {
            return new FlatForest(this);
        }

        void right(int split, int node) {
            right[split] = node;
        }

        int node(int feature, double number, double cover) {
            if (nodes == this.feature.length) {
                int larger = 2 * nodes;
                this.feature = Arrays.copyOf(this.feature, larger);
                this.number = Arrays.copyOf(this.number, larger);
                right = Arrays.copyOf(right, larger);
                this.cover = Arrays.copyOf(this.cover, larger);
            }
            this.feature[nodes] = feature;
            this.number[nodes] = number;
            this.cover[nodes] = cover;
            return nodes++;
        }
    }
}
