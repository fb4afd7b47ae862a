package org.assize.scoring;

import org.assize.feature.FeatureCatalog;
import org.assize.subject.SubjectKind;

/**
 * The model that flags a kind of subject.
 *
 * @param featureSet the stored list of names that its vectors follow
 * @param catalog exactly the features it was trained on, in their order
 */
public record Champion(String version, SubjectKind kind, int featureSet, Model model, FeatureCatalog catalog) {

    /** Share of the rows it was tested on, 0 to 1, that score lower; half of those that score the same count. */
    public double percentile(double score) {
        return model.percentile(score) / 100;
    }
}
