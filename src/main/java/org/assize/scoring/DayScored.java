package org.assize.scoring;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * News: what there is of one UTC day of history was scored; told in the transaction that stored its scores.
 *
 * @param subjects those that this model had not scored before
 * @param whole whether the day was over where the history ended
 * @param people whether the day is recent enough that people should still look at it
 */
public record DayScored(
        Champion champion,
        UUID scoringRun,
        LocalDate day,
        List<ScoredSubject> subjects,
        boolean whole,
        boolean people,
        Instant at) {}
