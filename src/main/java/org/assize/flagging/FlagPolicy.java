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

    /** How many of a day's {@code population} scored subjects the audit sample takes. */
    public int auditSampleSize(int population) {
        int wanted = Math.max(auditMinimumPerDay, (int) Math.round(capacityPerDay * auditShare));
        return Math.min(wanted, population);
    }
}
