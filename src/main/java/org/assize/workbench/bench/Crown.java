package org.assize.workbench.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.FeatureOptions;
import org.assize.security.Actor;
import org.assize.subject.Attributes;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.training.Fitting;
import org.assize.training.TrainingRows;

/** Makes a champion that has learnt from a history like the one it will score: with every feature, of the usual size. */
final class Crown {

    private static final int HISTORY = 20_000;
    private static final int LEARN_FROM = 4_000;
    private static final int DEAR = 14_000;
    private static final Duration JUST_AFTER = Duration.ofNanos(1_000);

    private Crown() {}

    static void champion(Bench bench, Trial trial, SubjectKind kind) throws SQLException {
        bench.say("training a champion for " + kind.code() + "s");
        FeatureCatalog catalog = FeatureCatalog.of(kind);
        Fitting.Fitted fitted = ScoreSpeed.fit(rows(bench, kind, catalog), bench.seed());
        String version = kind.code() + "-1";
        try (Connection connection = trial.connect()) {
            Statements.execute(
                    connection,
                    "insert into feature_set (subject_kind, names) values (?, ?)",
                    kind.code(),
                    catalog.names().toArray(String[]::new));
            Statements.execute(
                    connection,
                    """
                    insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set, trained_on, metrics,
                      forest, smile_blob, sha256, smile_version, created_by, created_at)
                    values (?, ?, 1, 'boosting', '{}', ?, (select max(id) from feature_set), '{}', '{}', ?, ?, decode(?, 'hex'), 'bench',
                      ?, now())""",
                    version,
                    kind.code(),
                    bench.seed(),
                    fitted.model().bytes(),
                    fitted.learner().bytes(),
                    fitted.model().sha256(),
                    Actor.SYSTEM_ID);
            Statements.execute(
                    connection,
                    "insert into champion (subject_kind, model_version, since) values (?, ?, now())",
                    kind.code(),
                    version);
        }
    }

    private static TrainingRows rows(Bench bench, SubjectKind kind, FeatureCatalog catalog) {
        FeatureCatalog none = FeatureCatalog.of(kind == SubjectKind.ORDER ? SubjectKind.SELLER : SubjectKind.ORDER)
                .only(List.of());
        boolean ofOrders = kind == SubjectKind.ORDER;
        FeatureEngine engine =
                new FeatureEngine(ofOrders ? catalog : none, ofOrders ? none : catalog, FeatureOptions.DEFAULT);
        SplittableRandom dice = bench.dice("champion");
        SimulatedOrders simulated = new SimulatedOrders(bench.dice("learning"), HISTORY);
        simulated.sellerIds().forEach(id -> engine.know(seller(id)));
        double[][] vectors = new double[LEARN_FROM][];
        boolean[] fraud = new boolean[LEARN_FROM];
        int row = LEARN_FROM - HISTORY;
        for (Order order : simulated.next(HISTORY)) {
            boolean bad = order.amount().minor() > DEAR && dice.nextInt(3) > 0 || dice.nextInt(50) == 0;
            if (row >= 0 && ofOrders) {
                vectors[row] = engine.vector(order);
            }
            engine.observe(order);
            if (row >= 0 && !ofOrders) {
                vectors[row] =
                        engine.vector(seller(order.sellerId()), order.placedAt().plus(JUST_AFTER));
            }
            if (row >= 0) {
                fraud[row] = bad;
            }
            if (bad) {
                engine.know(new FraudKnowledge(
                        order.orderId(), true, order.placedAt().plus(Duration.ofDays(7))));
            }
            row++;
        }
        return new TrainingRows(catalog.names(), vectors, fraud).ruledBy(catalog);
    }

    private static Seller seller(String id) {
        return new Seller(id, null, null, null, null, null, null, null, null, null, null, null, Attributes.NONE);
    }
}
