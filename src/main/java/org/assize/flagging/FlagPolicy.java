package org.assize.flagging;

import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * How many subjects of a kind people can look at in a day, and what follows from it.
 *
 * @param capacityPerDay cases a day that people have time for
 * @param auditShare part of the capacity spent on the audit sample, 0 to 1
 * @param auditMinimumPerDay audit cases a day at the least
 * @param threshold score from which on a live subject is flagged; null until enough was scored to derive it
 */
public record FlagPolicy(
        SubjectKind kind,
        int version,
        int capacityPerDay,
        double auditShare,
        int auditMinimumPerDay,
        @Nullable Double threshold) {

    /** Cases a day that the audit sample takes, where there are so many. */
    public int auditSampleSize() {
        return Math.max(auditMinimumPerDay, (int) Math.round(capacityPerDay * auditShare));
    }

    /**
     * How many the audit sample takes of a {@code population} that no draw has chosen from, when draws have taken so many of
     * the day: what is left of the day's size, but one at least, so that nobody who comes late is without a chance.
     */
    public int auditSampleSize(int population, int takenBefore) {
        int size = auditSampleSize();
        return size == 0 ? 0 : Math.min(Math.max(1, size - takenBefore), population);
    }
}
