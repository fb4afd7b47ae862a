package org.assize.workbench.api;

import java.util.List;
import java.util.UUID;
import org.assize.ingest.Reject;
import org.assize.subject.Disposition;
import org.assize.workbench.ReasonWords;
import org.jspecify.annotations.Nullable;

/** What came of an order or a seller that was sent to be kept and scored. */
sealed interface TakeResult {

    /** @param opinion null as long as there is no champion for its kind */
    record Kept(
            String id,
            Disposition disposition,
            @Nullable Opinion opinion,
            @Nullable UUID openCase) implements TakeResult {}

    record Refused(Reject reject) implements TakeResult {}

    /** @param percentile share of the scores its model gave in the last 30 days that are lower, 0 to 1 */
    record Opinion(double score, double percentile, String modelVersion, List<ReasonWords.Told> reasons) {}
}
