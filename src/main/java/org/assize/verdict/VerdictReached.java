package org.assize.verdict;

import java.util.List;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.jspecify.annotations.Nullable;

/**
 * News: a case was decided. Observed in the transaction that decides it: if a label can not be made of it, there is no
 * verdict.
 *
 * @param fraudCase as it stood when it was decided, with its subject
 * @param auditEvent the trail's event, which a label names as its lineage
 * @param ringEvent the trail's event of the verdict on the ring that this one follows from; null when the case was judged
 *     itself
 */
public record VerdictReached(
        Verdict verdict,
        FraudCase fraudCase,
        UUID auditEvent,
        @Nullable UUID ringEvent) {

    /** The events that the verdict stands on, the earliest first. */
    public List<UUID> lineage() {
        return ringEvent == null ? List.of(auditEvent) : List.of(ringEvent, auditEvent);
    }
}
