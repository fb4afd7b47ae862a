package org.assize.label;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** An export without feature columns: the answer as long as no package that keeps scores gives another. */
@DefaultBean
@ApplicationScoped
class NoFeatures implements LabelFeatures {

    @Override
    public List<String> names(SubjectKind kind, Instant recordedBy) {
        return List.of();
    }

    @Override
    public double @Nullable [] of(SubjectRef subject, List<String> names, Instant asOf, Instant recordedBy) {
        return null;
    }
}
