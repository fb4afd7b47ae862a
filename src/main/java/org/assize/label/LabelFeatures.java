package org.assize.label;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;

/** Where an export gets the features of a labelled subject; answered by the package that keeps scores. */
public interface LabelFeatures {

    /** The features of the newest model of this kind that was there at {@code recordedBy}; none where there was no model. */
    List<String> names(SubjectKind kind, Instant recordedBy);

    /**
     * The vectors of each subject's last score as of its own instant or before, among the scores there were at
     * {@code recordedBy}, in the order of {@code names}: NaN for a feature that score did not have. A subject without a
     * score is left out.
     *
     * @param moments the instant a label speaks of: a later vector would know the label already
     */
    Map<SubjectRef, double[]> of(
            SubjectKind kind, Map<SubjectRef, Instant> moments, List<String> names, Instant recordedBy);
}
