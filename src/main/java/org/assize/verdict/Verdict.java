package org.assize.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One conclusion on one case, as it was reached; {@code typology} is there exactly when the decision is fraud. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
        UUID id,
        UUID caseId,
        Decision decision,
        @Nullable Typology typology,
        Confidence confidence,
        boolean flagUseful,
        String rationale,
        List<Action> actions,
        UUID reachedById,
        String reachedBy,
        Instant reachedAt) {

    /** The same as others may rely on it: from when it was confirmed. */
    Verdict knownSince(Instant confirmedAt) {
        return new Verdict(
                id,
                caseId,
                decision,
                typology,
                confidence,
                flagUseful,
                rationale,
                actions,
                reachedById,
                reachedBy,
                confirmedAt);
    }
}
