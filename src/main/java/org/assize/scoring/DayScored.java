package org.assize.scoring;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * News: one UTC day of history was scored whole; told in the transaction that stored its scores.
 *
 * @param people whether the day is recent enough that people should still look at it
 */
public record DayScored(
        Champion champion, UUID scoringRun, LocalDate day, List<ScoredSubject> subjects, boolean people, Instant at) {}
