package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;

/** The feature vectors that scores were made from. */
@ApplicationScoped
public class ScoreVectors {

    /** @param names of the vector's places, as of the model that scored */
    public record ScoreVector(List<String> names, double[] values) {}

    private final Jdbi jdbi;

    ScoreVectors(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The features of the newest model of this kind that was there at {@code recordedBy}; none where there was no model. */
    public List<String> names(SubjectKind kind, Instant recordedBy) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select f.names from model_version m join feature_set f on f.id = m.feature_set
                        where m.subject_kind = :kind and m.created_at <= :by
                        order by m.ordinal desc limit 1
                        """)
                .bind("kind", kind.code())
                .bind("by", recordedBy)
                .map((row, context) -> Arrays.asList((String[]) row.getArray(1).getArray()))
                .findOne()
                .orElse(List.of()));
    }

    /** Of each subject's last score as of its own instant or before, among the scores there were at {@code recordedBy}. */
    public Map<SubjectRef, ScoreVector> last(SubjectKind kind, Map<SubjectRef, Instant> moments, Instant recordedBy) {
        List<Map.Entry<SubjectRef, Instant>> wanted = List.copyOf(moments.entrySet());
        Map<SubjectRef, ScoreVector> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select wanted.id, f.names, s.features
                        from unnest(:ids, :moments) as wanted (id, moment)
                        -- one step into the index for each, instead of every score a subject ever had
                        join lateral (
                          select feature_set, features from score
                          where subject_kind = :kind and subject_id = wanted.id and as_of <= wanted.moment and scored_at <= :by
                          order by as_of desc, id desc limit 1
                        ) s on true
                        join feature_set f on f.id = s.feature_set
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        wanted.stream().map(each -> each.getKey().id()).toList())
                .bindArray(
                        "moments",
                        Instant.class,
                        wanted.stream().map(Map.Entry::getValue).toList())
                .bind("kind", kind.code())
                .bind("by", recordedBy)
                .map((row, context) -> found.put(
                        new SubjectRef(kind, row.getString("id")),
                        new ScoreVector(
                                Arrays.asList((String[]) row.getArray("names").getArray()),
                                Scores.vector(row.getArray("features")))))
                .list());
        return found;
    }
}
