package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.assize.OwnDatabase;
import org.assize.TestDatabase;
import org.assize.platform.AssizeClock;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A percentile says where a score stands among those that its model gave in the last 30 days. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(OwnDatabase.class)
class RecentScoresIT {

    private static final String VERSION = "order-recent";

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    CountScores count;

    @Inject
    RecentScores recent;

    @Inject
    AssizeClock clock;

    @Test
    void aScoreIsRankedAmongThoseOfTheLastThirtyDaysOnceThereAreEnough() {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, VERSION, 4_811, "amount", 100);
        champions.lookAgain();
        Champion champion = champions.of(SubjectKind.ORDER).orElseThrow();
        Instant now = clock.now();
        count.count(now);
        recent.lookAgain();
        assertThat(recent.among(champion).applyAsDouble(0.5))
                .as("nothing scored yet: what it was measured on")
                .isEqualTo(champion.model().percentile(0.5) / 100);

        given(800, 0.2, now.minus(Duration.ofDays(1)), now);
        given(150, 0.7, now.minus(Duration.ofDays(20)), now);
        given(50, 0.9, now.minus(Duration.ofDays(2)), now);
        given(5_000, 0.95, now.minus(Duration.ofDays(31)), now);
        given(5_000, 0.95, now.plus(Duration.ofDays(3_000)), now);
        count.count(now.plusSeconds(1));
        recent.lookAgain();
        var rank = recent.among(champion);
        assertThat(rank.applyAsDouble(0.1)).isZero();
        assertThat(rank.applyAsDouble(0.2)).isCloseTo(0.4, within(1e-12));
        assertThat(rank.applyAsDouble(0.5)).isCloseTo(0.8, within(1e-12));
        assertThat(rank.applyAsDouble(0.7)).isCloseTo(0.875, within(1e-12));
        assertThat(rank.applyAsDouble(0.8)).isCloseTo(0.95, within(1e-12));
        assertThat(rank.applyAsDouble(0.99)).isEqualTo(1);

        count.count(now.plusSeconds(1));
        recent.lookAgain();
        assertThat(recent.among(champion).applyAsDouble(0.5))
                .as("each is counted once")
                .isCloseTo(0.8, within(1e-12));
        long days = jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from score_tally where model_version = :version")
                        .bind("version", VERSION)
                        .mapTo(Long.class)
                        .one());
        assertThat(days).as("what is older than 30 days is forgotten").isEqualTo(3);

        given(1_000, 0.99, now, now.plusSeconds(2));
        count.count(now.plusSeconds(3));
        recent.lookAgain();
        assertThat(recent.among(champion).applyAsDouble(0.95))
                .as("it follows what the model says by now")
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aStepIsTheSameHereAndInTheDatabase() {
        for (double score : new double[] {0, 1e-12, 1e-6, 0.01, 0.2, 0.5, 0.6, 0.7, 0.999, 1}) {
            int there = jdbi.withHandle(
                    handle -> handle.createQuery("select <step> from (select cast(:score as float8) as score) s")
                            .define("step", RecentScores.STEP)
                            .bind("score", score)
                            .mapTo(Integer.class)
                            .one());
            assertThat(RecentScores.step(score)).as("%s", score).isEqualTo(there);
        }
    }

    /** Scores as the model gave them; nothing but their number and size matters here. */
    private void given(int many, double score, Instant asOf, Instant scoredAt) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features, scored_at)
                        select 'order', 'recent-' || i, :asOf, :version, :score, 0,
                          (select feature_set from model_version where version = :version), '{1}', :at
                        from generate_series(1, :many) i
                        """)
                .bind("asOf", asOf)
                .bind("version", VERSION)
                .bind("score", score)
                .bind("at", scoredAt)
                .bind("many", many)
                .execute());
    }
}
