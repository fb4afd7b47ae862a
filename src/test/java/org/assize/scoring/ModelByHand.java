package org.assize.scoring;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** A model of one question, for tests of what is done with scores. */
public final class ModelByHand {

    private static final int SEEN = 200;
    private static final int SUSPICIOUS = 10;
    private static final int ORDINAL = 4711;

    private ModelByHand() {}

    /** Crowns a model that finds suspicious whoever has {@code feature} above {@code limit}. */
    public static void crown(Jdbi jdbi, SubjectKind kind, String version, int ordinal, String feature, double limit) {
        crown(jdbi, kind, version, ordinal, Link.PROBABILITY, feature, limit);
    }

    /** The same on another scale. */
    public static void crown(
            Jdbi jdbi, SubjectKind kind, String version, int ordinal, Link link, String feature, double limit) {
        boolean probability = link == Link.PROBABILITY;
        var forest = FlatForest.builder(link, List.of(feature), new double[] {-1}, 0);
        forest.tree();
        int split = forest.split(0, limit, 100);
        forest.leaf(probability ? 0.1 : -1, 90);
        forest.right(split);
        forest.leaf(probability ? 0.9 : -0.5, 10);
        double[][] rows = new double[100][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i < 90 ? limit - i : limit + i};
        }
        Model model = Model.of(forest.build(), rows, Map.of("algorithm", "by hand"));
        crown(jdbi, kind, version, ordinal, List.of(feature), model);
    }

    /** What it has seen: the first 190 rows are usual, the last ten are not. */
    public interface Seen {
        double[] row(int number, boolean suspicious);
    }

    /**
     * Crowns a model that finds suspicious whoever has the first of the features beyond {@code limit}, on log odds.
     *
     * @param above whether beyond is above, or below
     */
    public static void crown(
            Jdbi jdbi,
            SubjectKind kind,
            String version,
            List<String> features,
            double limit,
            boolean above,
            Seen seen) {
        var forest = FlatForest.builder(
                Link.LOG_ODDS,
                features,
                features.stream().mapToDouble(each -> -1).toArray(),
                0);
        forest.tree();
        int split = forest.split(0, limit, SEEN);
        leaf(forest, !above);
        forest.right(split);
        leaf(forest, above);
        double[][] rows = new double[SEEN][];
        for (int i = 0; i < SEEN; i++) {
            rows[i] = seen.row(i, i >= SEEN - SUSPICIOUS);
        }
        Model model = Model.of(forest.build(), rows, Map.of("algorithm", "by hand"));
        crown(jdbi, kind, version, ORDINAL, features, model);
    }

    private static void leaf(FlatForest.Builder forest, boolean suspicious) {
        if (suspicious) {
            forest.leaf(3, SUSPICIOUS);
        } else {
            forest.leaf(-3, SEEN - SUSPICIOUS);
        }
    }

    private static void crown(
            Jdbi jdbi, SubjectKind kind, String version, int ordinal, List<String> features, Model model) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            "insert into feature_set (subject_kind, names) values (:kind, :names) on conflict do nothing")
                    .bind("kind", kind.code())
                    .bindArray("names", String.class, features)
                    .execute();
            int set = handle.createQuery("select id from feature_set where subject_kind = :kind and names = :names")
                    .bind("kind", kind.code())
                    .bindArray("names", String.class, features)
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("""
                            insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set,
                              trained_on, metrics, forest, smile_blob, sha256, smile_version, created_by, created_at)
                            values (:version, :kind, :ordinal, 'by hand', '{}', 1, :set, '{}', '{}', :forest, '', :sha256, '0', :by, now())
                            on conflict do nothing""")
                    .bind("version", version)
                    .bind("kind", kind.code())
                    .bind("ordinal", ordinal)
                    .bind("set", set)
                    .bind("forest", model.bytes())
                    .bind("sha256", HexFormat.of().parseHex(model.sha256()))
                    .bind("by", Actor.SYSTEM_ID)
                    .execute();
            handle.createUpdate("""
                            insert into champion (subject_kind, model_version, since) values (:kind, :version, now())
                            on conflict (subject_kind) do update set model_version = :version""")
                    .bind("kind", kind.code())
                    .bind("version", version)
                    .execute();
        });
    }
}
