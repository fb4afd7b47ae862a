package org.assize.training;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One training as it stands. {@code step} is a key of the message bundle; {@code progress} is 0 to 1. */
public record TrainingRun(
        UUID id,
        String subjectKind,
        String algorithm,
        long seed,
        State state,
        @Nullable String step,
        double progress,
        @Nullable String problem,
        @Nullable String modelVersion,
        String requestedBy,
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
