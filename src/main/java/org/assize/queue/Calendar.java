package org.assize.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Set;

/**
 * When people work: the hours of each weekday in one time zone, but for holidays. An instant is working time when the clock
 * on the wall says so; an hour that the clock repeats is worked twice, one that it leaves out is not there.
 *
 * @param week Monday first
 */
public record Calendar(ZoneId zone, List<WorkingHours> week, Set<LocalDate> holidays) {

    public static final int DAYS = 7;

    /** @throws IllegalArgumentException when the week has not seven days, or nobody ever works */
    public Calendar {
        week = List.copyOf(week);
        holidays = Set.copyOf(holidays);
        if (week.size() != DAYS) {
            throw new IllegalArgumentException("a week has seven days, not " + week.size());
        }
        if (week.stream().allMatch(day -> day.spans().isEmpty())) {
            throw new IllegalArgumentException("somebody must work at some time");
        }
    }

    /** The first instant by which so much working time has passed; {@code from} itself for none. */
    public Instant plus(Instant from, Duration working) {
        Duration left = working;
        Stretches stretches = new Stretches(from);
        while (left.isPositive()) {
            Stretch next = stretches.next();
            Duration length = Duration.between(next.start(), next.end());
            if (length.compareTo(left) >= 0) {
                return next.start().plus(left);
            }
            left = left.minus(length);
        }
        return from;
    }

    /** The working time between two instants, negative when {@code to} lies before {@code from}. */
    public Duration between(Instant from, Instant to) {
        if (to.isBefore(from)) {
            return between(to, from).negated();
        }
        Duration worked = Duration.ZERO;
        Stretches stretches = new Stretches(from);
        for (Stretch next = stretches.next(); next.start().isBefore(to); next = stretches.next()) {
            worked = worked.plus(Duration.between(next.start(), earlier(next.end(), to)));
        }
        return worked;
    }

    /** Whether somebody is at work at this instant. */
    public boolean works(Instant at) {
        return !new Stretches(at).next().start().isAfter(at);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Working time without a break. */
    private record Stretch(Instant start, Instant end) {}

    /**
     * The stretches after an instant, in order. Time is cut where the zone changes its offset; between two cuts, local time
     * and instants differ by a constant, so that neither a gap nor an overlap needs a rule of its own.
     */
    private final class Stretches {

        private final ZoneRules rules = zone.getRules();
        private Instant cut;
        private Instant nextCut;
        private ZoneOffset offset;
        private LocalDate day;
        private int span;

        Stretches(Instant from) {
            cut = from;
            offset = rules.getOffset(from);
            nextCut = after(from);
            day = from.atOffset(offset).toLocalDate();
        }

        Stretch next() {
            while (true) {
                List<WorkingHours.Span> spans = holidays.contains(day)
                        ? List.of()
                        : week.get(day.getDayOfWeek().ordinal()).spans();
                while (span < spans.size()) {
                    WorkingHours.Span its = spans.get(span++);
                    Instant start = later(at(its.from()), cut);
                    Instant end = earlier(at(its.to()), nextCut);
                    if (start.isBefore(end)) {
                        return new Stretch(start, end);
                    }
                }
                day = day.plusDays(1);
                span = 0;
                if (!at(0).isBefore(nextCut)) {
                    cut = nextCut;
                    offset = rules.getOffset(cut);
                    nextCut = after(cut);
                    day = cut.atOffset(offset).toLocalDate();
                }
            }
        }

        private Instant after(Instant instant) {
            ZoneOffsetTransition next = rules.nextTransition(instant);
            return next == null ? Instant.MAX : next.getInstant();
        }

        private Instant at(int minute) {
            return day.atStartOfDay().plusMinutes(minute).toInstant(offset);
        }
    }
}
