package org.assize.label;

import java.time.Instant;
import java.util.List;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Where an export gets the features of a labelled subject; answered by the package that keeps scores. */
public interface LabelFeatures {

    List<String> names(SubjectKind kind);

    /** The vector of the subject's last score known at {@code asOf}, in the order of {@link #names}; null where it has none. */
    double @Nullable [] of(SubjectRef subject, Instant asOf);
}
