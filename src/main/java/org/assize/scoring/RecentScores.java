package org.assize.scoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jdbi.v3.core.Jdbi;

/**
 * Where a score stands among those that its model gave in the last 30 days, which end with the newest day it has scored. What
 * {@link CountScores} has counted is read again each minute, so that an order costs a look into two arrays and no read. A
 * model that has not yet given a thousand scores is measured by the rows it was tested on.
 */
@ApplicationScoped
class RecentScores {

    static final int DAYS = 30;

    /** Steps of one unit of the log odds: two scores of one step are as good as equal, within 0.4 % of their odds. */
    private static final double STEPS = 256;

    private static final double LEAST = 1e-9;

    private static final String WITHIN = "greatest(%1$s, least(1 - %1$s, score))".formatted(LEAST);

    /** The step of {@code score}, as {@link #step} has it. */
    static final String STEP = "round(%1$s * ln(%2$s / (1 - %2$s)))::smallint".formatted(STEPS, WITHIN);

    private static final long ENOUGH = 1_000;

    /** The steps that have scores, rising, and how many scores lie below each of them; behind the last one, all. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Standing(int[] steps, long[] below) {

        long all() {
            return below[steps.length];
        }

        /** Share of the scores that are lower, 0 to 1; half of those in the same step count. */
        double percentile(double score) {
            int at = Arrays.binarySearch(steps, step(score));
            return at >= 0 ? (below[at] + below[at + 1]) / (2.0 * all()) : (double) below[-at - 1] / all();
        }
    }

    private final Jdbi jdbi;
    private final Cache<String, Standing> standings = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(16)
            .build();

    RecentScores(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Says of scores of this champion which share of its recent ones, 0 to 1, is lower. */
    DoubleUnaryOperator among(Champion champion) {
        Standing recent = standings.get(champion.version(), this::read);
        return recent.all() < ENOUGH ? champion::percentile : recent::percentile;
    }

    /** The next one to ask is told what the database holds by now. */
    void lookAgain() {
        standings.invalidateAll();
    }

    static int step(double score) {
        double within = Math.clamp(score, LEAST, 1 - LEAST);
        // as PostgreSQL rounds what is half: to even
        return (int) Math.rint(STEPS * Math.log(within / (1 - within)));
    }

    private Standing read(String version) {
        List<Map.Entry<Integer, Long>> counted = jdbi.withHandle(handle -> handle.createQuery("""
                        select step, sum(scores)::bigint from score_tally
                        where model_version = :version
                          and day > (select max(day) - :days from score_tally where model_version = :version)
                        group by step order by step
                        """)
                .bind("version", version)
                .bind("days", DAYS)
                .map((row, context) -> Map.entry(row.getInt(1), row.getLong(2)))
                .list());
        int[] steps = new int[counted.size()];
        long[] below = new long[counted.size() + 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = counted.get(i).getKey();
            below[i + 1] = below[i] + counted.get(i).getValue();
        }
        return new Standing(steps, below);
    }
}
