package org.assize.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How the features were spread when they were last measured: what {@link MeasureFeatures} found. */
@ApplicationScoped
public class FeatureDistributions {

    /** As stored: of the sample no more than this many evenly spaced quantiles, which is all a picture can show. */
    private static final int POINTS = 401;

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Stored(
            long values,
            long missing,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            double[] sorted) {}

    private final Jdbi jdbi;

    FeatureDistributions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** By name of the feature; a feature that was never measured is left out. */
    public Map<String, FeatureDistribution> of(Actor actor, SubjectKind kind) {
        actor.require(Permission.READ_MODELS);
        Map<String, FeatureDistribution> all = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select feature, content from feature_distribution where subject_kind = :kind")
                .bind("kind", kind.code())
                .map((row, context) -> Map.entry(row.getString(1), read(row.getString(2))))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue())));
        return all;
    }

    /** When they were measured; null before the first time. */
    public @Nullable Instant measuredAt(Actor actor, SubjectKind kind) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select max(computed_at) from feature_distribution where subject_kind = :kind")
                .bind("kind", kind.code())
                .mapTo(Instant.class)
                .findOne()
                .orElse(null));
    }

    void store(SubjectKind kind, String feature, FeatureDistribution distribution, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into feature_distribution (subject_kind, feature, content, computed_at)
                        values (:kind, :feature, cast(:content as jsonb), :now)
                        on conflict (subject_kind, feature) do update set content = excluded.content, computed_at = excluded.computed_at
                        """)
                .bind("kind", kind.code())
                .bind("feature", feature)
                .bind("content", write(distribution))
                .bind("now", now)
                .execute());
    }

    private static String write(FeatureDistribution all) {
        double[] points = all.sorted().length <= POINTS
                ? all.sorted()
                : IntStream.range(0, POINTS)
                        .mapToDouble(i -> all.quantile(i / (POINTS - 1.0)))
                        .toArray();
        try {
            return JSON.writeValueAsString(new Stored(
                    all.values(), all.missing(), known(all.min()), known(all.max()), known(all.mean()), points));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers that JSON can not hold", e);
        }
    }

    private static FeatureDistribution read(String json) {
        try {
            Stored stored = JSON.readValue(json, Stored.class);
            return new FeatureDistribution(
                    stored.values(),
                    stored.missing(),
                    unknown(stored.min()),
                    unknown(stored.max()),
                    unknown(stored.mean()),
                    stored.sorted());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the table holds what was not written here", e);
        }
    }

    private static @Nullable Double known(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private static double unknown(@Nullable Double number) {
        return number == null ? Double.NaN : number;
    }
}
