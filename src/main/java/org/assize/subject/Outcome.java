package org.assize.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Truth from outside, late: a chargeback, a refund claim, a platform ban. Keyed by subject, source and the instant it became known. */
public record Outcome(
        SubjectRef subject,
        boolean fraud,
        String source,
        Instant knownAt,
        @Nullable String typology,
        @Nullable Instant occurredAt) {}
