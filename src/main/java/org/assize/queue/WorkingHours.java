package org.assize.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The hours of one day in which people work: spans of local time, in order, none touching another; none for a day off. */
public record WorkingHours(List<Span> spans) {

    public static final WorkingHours NONE = new WorkingHours(List.of());

    private static final int DAY = 24 * 60;
    private static final Pattern SPAN = Pattern.compile("(\\d{1,2}):(\\d{2})\\s*[-–]\\s*(\\d{1,2}):(\\d{2})");

    /** From one minute of the day to another, which is no longer part of it. */
    public record Span(int from, int to) {

        public Span {
            if (from < 0 || to > DAY || from >= to) {
                throw new IllegalArgumentException("no span of a day: minute " + from + " to " + to);
            }
        }

        private String text() {
            return clock(from) + "-" + clock(to);
        }

        private static String clock(int minute) {
            return "%02d:%02d".formatted(minute / 60, minute % 60);
        }
    }

    public WorkingHours {
        spans = List.copyOf(spans);
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from() <= spans.get(i - 1).to()) {
                throw new IllegalArgumentException("spans must follow each other: " + spans);
            }
        }
    }

    /**
     * Reads {@code 08:00-12:00, 13:00-17:30}; a day may end at 24:00, and nothing is a day off.
     *
     * @throws IllegalArgumentException when it says something else
     */
    public static WorkingHours parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<Span> spans = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = SPAN.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no hours of a day: " + part.strip());
            }
            spans.add(new Span(minute(matcher.group(1), matcher.group(2)), minute(matcher.group(3), matcher.group(4))));
        }
        return new WorkingHours(spans);
    }

    private static int minute(String hours, String minutes) {
        int past = Integer.parseInt(minutes);
        if (past > 59) {
            throw new IllegalArgumentException("no minute of an hour: " + past);
        }
        return Integer.parseInt(hours) * 60 + past;
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining(", "));
    }
}
