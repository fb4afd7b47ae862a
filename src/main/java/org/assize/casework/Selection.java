package org.assize.casework;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a case's subject came to be chosen by one flag, as far as whoever learns from the verdict must know it.
 *
 * @param origin of the flag: {@code model}, {@code rule}, {@code audit_sample}, {@code referral} or {@code appeal}
 * @param score what the model said when it flagged, 0 to 1
 */
public record Selection(
        UUID flagId,
        String origin,
        Instant asOf,
        double inclusionProbability,
        @Nullable String stratum,
        @Nullable String modelVersion,
        @Nullable Double score) {}
