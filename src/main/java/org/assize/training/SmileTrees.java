package org.assize.training;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assize.scoring.FlatForest;
import org.assize.scoring.Link;
import org.jspecify.annotations.Nullable;
import smile.anomaly.IsolationForest;
import smile.anomaly.IsolationTree;
import smile.classification.DecisionTree;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.model.cart.DecisionNode;
import smile.model.cart.InternalNode;
import smile.model.cart.Node;
import smile.model.cart.OrdinalNode;
import smile.model.cart.RegressionNode;
import smile.regression.RegressionTree;

/**
 * Smile's trees, moved into our own arrays. Where Smile keeps a number to itself (the boosting intercept, a split's
 * threshold, all of an isolation tree) it is read by reflection, here and only right after fitting.
 */
final class SmileTrees {
    private static final Field INTERCEPT = field(GradientTreeBoost.class, "b");
    private static final Field SHRINKAGE = field(GradientTreeBoost.class, "shrinkage");
    private static final Field THRESHOLD = field(OrdinalNode.class, "value");
    private static final Field ISOLATION_NORM = field(IsolationForest.class, "c");
    private static final Field ISOLATION_ROOT = field(IsolationTree.class, "root");
    private static final Class<?> ISOLATION_NODE = ISOLATION_ROOT.getType();
    private static final Field DEPTH = field(ISOLATION_NODE, "depth");
    private static final Field SLOPE = field(ISOLATION_NODE, "slope");
    private static final Field BIAS = field(ISOLATION_NODE, "bias");
    private static final Field LEFT = field(ISOLATION_NODE, "left");
    private static final Field RIGHT = field(ISOLATION_NODE, "right");

    private SmileTrees() {}

    /**
     * Smile's margin y means odds of exp(2y). Twice every number is exact in binary, so the sum is Smile's to the bit.
     *
     * @param shift added to the log-odds, for rows left out of training
     */
    static FlatForest boosting(GradientTreeBoost from, List<String> features, double[] missing, double shift) {
        double shrinkage = number(SHRINKAGE, from);
        FlatForest.Builder to =
                FlatForest.builder(Link.LOG_ODDS, features, missing, 2 * number(INTERCEPT, from) + shift);
        for (RegressionTree tree : from.trees()[0]) {
            to.tree();
            cart(tree.root(), to, leaf -> 2 * (shrinkage * ((RegressionNode) leaf).output()));
        }
        return to.build();
    }

    /** Mean of the trees' shares of fraud, each share with one added row of each class, weighted as Smile weights them. */
    static FlatForest forest(RandomForest from, List<String> features, double[] missing) {
        double weights = Arrays.stream(from.models())
                .mapToDouble(RandomForest.Model::weight)
                .sum();
        FlatForest.Builder to = FlatForest.builder(Link.PROBABILITY, features, missing, 0);
        for (RandomForest.Model model : from.models()) {
            to.tree();
            DecisionTree tree = model.tree();
            double weight = model.weight() / weights;
            cart(tree.root(), to, leaf -> weight * ((DecisionNode) leaf).posteriori(new double[2])[1]);
        }
        return to.build();
    }

    /** @param rows without missing values, whose ways through the trees make the covers: Smile keeps none */
    static FlatForest isolation(IsolationForest from, List<String> features, double[] missing, double[][] rows) {
        double scale = -1 / (number(ISOLATION_NORM, from) * from.size());
        FlatForest.Builder to = FlatForest.builder(Link.PATH_LENGTH, features, missing, 0);
        int[] all = new int[rows.length];
        Arrays.setAll(all, i -> i);
        for (IsolationTree tree : from.trees()) {
            to.tree();
            isolation(object(ISOLATION_ROOT, tree), to, scale, rows, all);
        }
        return to.build();
    }

    private interface LeafValue {
        double of(Node leaf);
    }

    private static void cart(Node node, FlatForest.Builder to, LeafValue value) {
        switch (node) {
            case OrdinalNode split -> {
                int at = to.split(split.feature(), number(THRESHOLD, split), split.size());
                cart(split.trueChild(), to, value);
                to.right(at);
                cart(split.falseChild(), to, value);
            }
            case InternalNode split ->
                throw new IllegalStateException("every feature is a number, but Smile made a " + split.getClass());
            default -> to.leaf(value.of(node), node.size());
        }
    }

    /**
     * A node of Smile's goes left where slope * x < bias, with one slope that is not nought. The product grows, or falls,
     * with x, so there is exactly one number at which it turns.
     */
    private static void isolation(Object node, FlatForest.Builder to, double scale, double[][] rows, int[] here) {
        if (!(value(SLOPE, node) instanceof double[] slope)) {
            to.leaf(number(DEPTH, node) * scale, here.length);
            return;
        }
        int f = 0;
        while (f < slope.length - 1 && slope[f] == 0) {
            f++;
        }
        double s = slope[f];
        if (s == 0) {
            throw new IllegalStateException("an isolation tree with a split on nothing");
        }
        double bias = number(BIAS, node);
        // The last number of the lower branch, which is Smile's left for a positive slope and its right for a negative.
        double turn = bias / s;
        while (s * turn < bias == s > 0) {
            turn = Math.nextUp(turn);
        }
        while (s * turn < bias != s > 0) {
            turn = Math.nextDown(turn);
        }
        double threshold = turn;
        int feature = f;
        int[] lower =
                Arrays.stream(here).filter(i -> rows[i][feature] <= threshold).toArray();
        int[] upper = Arrays.stream(here)
                .filter(i -> !(rows[i][feature] <= threshold))
                .toArray();
        Object lowerChild = object(s > 0 ? LEFT : RIGHT, node);
        Object upperChild = object(s > 0 ? RIGHT : LEFT, node);
        // A cut at the only value there is parts nothing: Smile goes one deeper on one side, and nothing is on the
        // other.
        int at = to.split(feature, threshold, here.length);
        isolation(lowerChild, to, scale, rows, lower);
        to.right(at);
        isolation(upperChild, to, scale, rows, upper);
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this is not the Smile that was built for: no " + type + "." + name, e);
        }
    }

    private static double number(Field field, Object of) {
        return (double) object(field, of);
    }

    private static Object object(Field field, Object of) {
        return Objects.requireNonNull(value(field, of), field.getName());
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible, and is not: " + field, e);
        }
    }
}
