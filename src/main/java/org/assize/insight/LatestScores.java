package org.assize.insight;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** The newest score of each of some subjects, with the vector behind it. */
@ApplicationScoped
public class LatestScores {

    private final Jdbi jdbi;

    LatestScores(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param percentile share of scored subjects at or below the score, 0 to 1 */
    public record Kept(String subjectId, double score, double percentile, String modelVersion, double[] features) {}

    /** By subject id; those never scored are absent. Asked by whoever sends feeds, about what they sent. */
    public Map<String, Kept> of(Actor actor, SubjectKind kind, List<String> subjectIds) {
        actor.require(Permission.SEND_FEEDS);
        if (subjectIds.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select asked.id as subject_id, s.score, s.percentile, s.model_version, s.features
                        from unnest(:ids) as asked (id)
                        cross join lateral (
                          select score, percentile, model_version, features from score
                          where subject_kind = :kind and subject_id = asked.id order by as_of desc, id desc limit 1
                        ) s""")
                .bindArray("ids", String.class, subjectIds.stream().distinct().toArray())
                .bind("kind", kind.code())
                .map((row, context) -> new Kept(
                        row.getString("subject_id"),
                        row.getDouble("score"),
                        row.getDouble("percentile"),
                        row.getString("model_version"),
                        doubles((Double[]) row.getArray("features").getArray())))
                .collect(Collectors.toMap(Kept::subjectId, kept -> kept)));
    }

    private static double[] doubles(Double[] values) {
        double[] unboxed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            unboxed[i] = values[i];
        }
        return unboxed;
    }
}
