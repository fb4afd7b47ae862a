package org.assize.workbench.desk;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/** Until when a case may be put aside, as people say it. */
public enum Snooze {
    ONE_HOUR,
    FOUR_HOURS,
    TOMORROW,
    THREE_DAYS,
    NEXT_WEEK,
    /** A day and a time that the person names. */
    EXACT;

    /** Those that say by themselves until when. */
    public static final List<Snooze> SAID =
            Arrays.stream(values()).filter(each -> each != EXACT).toList();

    private static final LocalTime MORNING = LocalTime.of(9, 0);

    /** Days begin at nine in the person's own morning. */
    public Instant from(ZonedDateTime now) {
        return switch (this) {
            case ONE_HOUR -> now.plusHours(1).toInstant();
            case FOUR_HOURS -> now.plusHours(4).toInstant();
            case TOMORROW -> now.plusDays(1).with(MORNING).toInstant();
            case THREE_DAYS -> now.plusDays(3).with(MORNING).toInstant();
            case NEXT_WEEK -> now.plusDays(7).with(MORNING).toInstant();
            case EXACT -> throw new IllegalArgumentException("an exact time is not reckoned from now");
        };
    }
}
