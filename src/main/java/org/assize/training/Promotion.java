package org.assize.training;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** That a model should flag: asked for by one, decided by another. */
public record Promotion(
        UUID id,
        String modelVersion,
        String kind,
        String reason,
        UUID requestedById,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String decision) {

    public boolean open() {
        return decision == null;
    }
}
