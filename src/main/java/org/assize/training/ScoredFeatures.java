package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.label.LabelFeatures;
import org.assize.scoring.ScoreVectors;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;

/** Exported labels carry the vectors that their subjects were scored by. */
@ApplicationScoped
class ScoredFeatures implements LabelFeatures {

    private final ScoreVectors vectors;

    ScoredFeatures(ScoreVectors vectors) {
        this.vectors = vectors;
    }

    @Override
    public List<String> names(SubjectKind kind, Instant recordedBy) {
        return vectors.names(kind, recordedBy);
    }

    @Override
    public Map<SubjectRef, double[]> of(
            SubjectKind kind, Map<SubjectRef, Instant> moments, List<String> names, Instant recordedBy) {
        Map<SubjectRef, double[]> found = new HashMap<>();
        vectors.last(kind, moments, recordedBy)
                .forEach((subject, scored) -> found.put(subject, inOrder(scored, names)));
        return found;
    }

    private static double[] inOrder(ScoreVectors.ScoreVector scored, List<String> names) {
        if (scored.names().equals(names)) {
            return scored.values();
        }
        Map<String, Double> byName = new HashMap<>();
        for (int i = 0; i < scored.values().length; i++) {
            byName.put(scored.names().get(i), scored.values()[i]);
        }
        return names.stream()
                .mapToDouble(name -> byName.getOrDefault(name, Double.NaN))
                .toArray();
    }
}
