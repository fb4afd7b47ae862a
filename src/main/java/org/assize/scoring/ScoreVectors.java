package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    /** Of the subject's last score as of {@code asOf} or before, among the scores there were at {@code recordedBy}. */
    public Optional<ScoreVector> last(SubjectRef subject, Instant asOf, Instant recordedBy) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select f.names, s.features from score s join feature_set f on f.id = s.feature_set
                        where s.subject_kind = :kind and s.subject_id = :id and s.as_of <= :asOf and s.scored_at <= :by
                        order by s.as_of desc, s.id desc limit 1
                        """)
                .bind("kind", subject.kind().code())
                .bind("id", subject.id())
                .bind("asOf", asOf)
                .bind("by", recordedBy)
                .map((row, context) -> new ScoreVector(
                        Arrays.asList((String[]) row.getArray(1).getArray()), Scores.vector(row.getArray(2))))
                .findOne());
    }
}
