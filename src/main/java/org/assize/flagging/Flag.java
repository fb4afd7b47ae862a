package org.assize.flagging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** A {@link SubjectFlagged} as it is kept: it never changes, whatever later scores say. {@code reasons} is a JSON array. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Flag(
        UUID id,
        UUID caseId,
        SubjectRef subject,
        FlagOrigin origin,
        Instant asOf,
        @Nullable Long scoreId,
        @Nullable Double score,
        @Nullable Double percentile,
        @Nullable String modelVersion,
        @JsonRawValue String reasons,
        double inclusionProbability,
        @Nullable String stratum,
        @Nullable Long seed,
        @Nullable Integer policyVersion,
        @Nullable String note,
        UUID flaggedById,
        String flaggedBy,
        Instant flaggedAt) {}
