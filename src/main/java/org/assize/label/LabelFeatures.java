package org.assize.label;

import java.time.Instant;
import java.util.List;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Where an export gets the features of a labelled subject; answered by the package that keeps scores. */
public interface LabelFeatures {

    /** The features of the newest model of this kind that was there at {@code recordedBy}; none where there was no model. */
    List<String> names(SubjectKind kind, Instant recordedBy);

    /**
     * The vector of the subject's last score as of {@code asOf} or before, among the scores there were at {@code recordedBy},
     * in the order of {@code names}: NaN for a feature that score did not have, null where there was no score.
     */
    double @Nullable [] of(SubjectRef subject, List<String> names, Instant asOf, Instant recordedBy);
}
