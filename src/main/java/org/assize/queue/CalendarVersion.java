package org.assize.queue;

import java.time.Instant;
import java.util.UUID;

/** A calendar as of one version. */
public record CalendarVersion(
        String key,
        int version,
        String name,
        Calendar calendar,
        UUID changedById,
        String changedBy,
        Instant changedAt) {}
