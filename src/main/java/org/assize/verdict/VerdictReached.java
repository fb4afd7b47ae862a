package org.assize.verdict;

import java.util.List;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.casework.Selection;
import org.jspecify.annotations.Nullable;

/**
 * News: a case was decided. Observed in the transaction that decides it: if a label can not be made of it, there is no
 * verdict.
 *
 * @param fraudCase as it stood when it was decided, with its subject
 * @param auditEvent the trail's event, which a label names as its lineage
 * @param selections of the case, one for each flag, oldest first, never empty
 * @param ringEvent the trail's event of the verdict on the ring that this one follows from; null when the case was judged
 *     itself
 */
public record VerdictReached(
        Verdict verdict,
        FraudCase fraudCase,
        UUID auditEvent,
        List<Selection> selections,
        @Nullable UUID ringEvent) {

    public VerdictReached {
        selections = List.copyOf(selections);
    }

    /** The events that the verdict stands on, the earliest first. */
    public List<UUID> lineage() {
        return ringEvent == null ? List.of(auditEvent) : List.of(ringEvent, auditEvent);
    }

    /** By the flag that opened the case: what the verdict stands for when it is counted. */
    public Selection selection() {
        return selections.getFirst();
    }
}
