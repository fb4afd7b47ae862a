package org.assize.scoring;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The scoring of a stretch of history, as it stands. {@code progress} is 0 to 1. */
public record ScoringRun(
        UUID id,
        String subjectKind,
        Instant placedFrom,
        Instant placedUntil,
        @Nullable String modelVersion,
        State state,
        long scored,
        double progress,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED,
        INTERRUPTED;

        public boolean over() {
            return switch (this) {
                case WAITING, RUNNING -> false;
                case DONE, CANCELLED, FAILED, INTERRUPTED -> true;
            };
        }
    }
}
