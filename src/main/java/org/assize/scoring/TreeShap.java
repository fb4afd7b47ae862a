package org.assize.scoring;

/**
 * Path-dependent TreeSHAP of one vector: Lundberg, Erion, Lee, "Consistent individualized feature attribution for tree
 * ensembles" (2018), Algorithm 2. Of one use.
 *
 * <p>The paths of one walk share four arrays: the path at depth d starts at d(d+1)/2, so nothing is allocated on the way.
 * Features whose split the vector does not take all get the same share of a leaf (their own fraction cancels), which
 * saves about half of the unwinding that the paper does.
 */
final class TreeShap {
    private final FlatForest forest;
    private final double[] x;
    private final double[] phi;
    private final int[] d;
    private final double[] zero;
    private final double[] one;
    private final double[] weight;

    TreeShap(FlatForest forest, double[] x) {
        this.forest = forest;
        this.x = x;
        phi = new double[x.length];
        int longest = forest.depth() + 2;
        int room = longest * (longest + 1) / 2;
        d = new int[room];
        zero = new double[room];
        one = new double[room];
        weight = new double[room];
    }

    double[] contributions() {
        for (int t = 0; t < forest.trees(); t++) {
            recurse(forest.root(t), 0, 0, 1, 1, -1);
        }
        return phi;
    }

    /** @param length of the path so far, whose arrays start at {@code from}; the new one starts right behind it */
    private void recurse(int node, int from, int length, double pz, double po, int pi) {
        extend(from, length, pz, po, pi);
        int f = forest.feature(node);
        if (f == FlatForest.LEAF) {
            leaf(from, length, forest.number(node));
            return;
        }
        int left = node + 1;
        int right = forest.right(node);
        boolean goesLeft = x[f] <= forest.number(node);
        int hot = goesLeft ? left : right;
        int cold = goesLeft ? right : left;
        double iz = 1;
        double io = 1;
        int last = length;
        for (int k = 1; k <= length; k++) {
            if (d[from + k] == f) {
                iz = zero[from + k];
                io = one[from + k];
                unwind(from, length, k);
                last--;
                break;
            }
        }
        double cover = forest.cover(node);
        child(hot, from, last, iz * forest.cover(hot) / cover, io, f);
        child(cold, from, last, iz * forest.cover(cold) / cover, 0, f);
    }

    private void child(int node, int from, int last, double pz, double po, int f) {
        // A branch nobody takes, the vector neither, carries no weight; the unwinding would divide by nought.
        if (pz == 0 && po == 0) {
            return;
        }
        int to = from + last + 1;
        System.arraycopy(d, from, d, to, last + 1);
        System.arraycopy(zero, from, zero, to, last + 1);
        System.arraycopy(one, from, one, to, last + 1);
        System.arraycopy(weight, from, weight, to, last + 1);
        recurse(node, to, last + 1, pz, po, f);
    }

    private void extend(int from, int length, double pz, double po, int pi) {
        d[from + length] = pi;
        zero[from + length] = pz;
        one[from + length] = po;
        weight[from + length] = length == 0 ? 1 : 0;
        double all = length + 1;
        for (int i = length - 1; i >= 0; i--) {
            weight[from + i + 1] += po * weight[from + i] * ((i + 1) / all);
            weight[from + i] = pz * weight[from + i] * ((length - i) / all);
        }
    }

    private void unwind(int from, int length, int k) {
        double o = one[from + k];
        double z = zero[from + k];
        double next = weight[from + length];
        double all = length + 1;
        for (int i = length - 1; i >= 0; i--) {
            if (o != 0) {
                double before = weight[from + i];
                weight[from + i] = next * all / ((i + 1) * o);
                next = before - weight[from + i] * z * ((length - i) / all);
            } else {
                weight[from + i] = weight[from + i] * all / (z * (length - i));
            }
        }
        for (int i = k; i < length; i++) {
            d[from + i] = d[from + i + 1];
            zero[from + i] = zero[from + i + 1];
            one[from + i] = one[from + i + 1];
        }
    }

    private void leaf(int from, int length, double value) {
        double all = length + 1;
        double untaken = Double.NaN;
        for (int k = 1; k <= length; k++) {
            double o = one[from + k];
            double z = zero[from + k];
            if (o == 0) {
                if (Double.isNaN(untaken)) {
                    untaken = 0;
                    for (int i = 0; i < length; i++) {
                        untaken += weight[from + i] * (all / (length - i));
                    }
                }
                phi[d[from + k]] -= untaken * value;
            } else {
                double sum = 0;
                double next = weight[from + length];
                for (int i = length - 1; i >= 0; i--) {
                    double w = next * all / ((i + 1) * o);
                    sum += w;
                    next = weight[from + i] - w * z * ((length - i) / all);
                }
                phi[d[from + k]] += sum * (o - z) * value;
            }
        }
    }
}
