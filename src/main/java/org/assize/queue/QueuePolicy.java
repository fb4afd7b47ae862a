package org.assize.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one queue is worked, as of one version.
 *
 * @param slaMinutes from the opening of a case to its due time
 * @param leaseMinutes of a claim
 * @param capacityPerPerson cases of the queue that one person may hold; null for as many as they like
 * @param actions codes that a verdict on a case of this queue may ask for
 */
public record QueuePolicy(
        String queueKey,
        int version,
        int slaMinutes,
        int leaseMinutes,
        @Nullable Integer capacityPerPerson,
        List<String> actions,
        UUID changedById,
        String changedBy,
        Instant changedAt) {

    public Duration lease() {
        return Duration.ofMinutes(leaseMinutes);
    }

    public Duration sla() {
        return Duration.ofMinutes(slaMinutes);
    }
}
