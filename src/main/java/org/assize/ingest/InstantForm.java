package org.assize.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.zone.ZoneRules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants from text, strictly: no 31st of February, no digits but 0-9. A date alone is its first moment; a time
 * without an offset is read in the zone. Cut to microseconds.
 */
final class InstantForm {

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** What may follow the date of ISO 8601: T or a blank, the time, an offset with or without minutes. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .optionalStart()
            .appendLiteral('T')
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private final DateTimeFormatter formatter;
    private final String description;
    private final ZoneId zone;
    private final ZoneRules rules;

    private InstantForm(DateTimeFormatter formatter, String description, ZoneId zone) {
        this.formatter = formatter;
        this.description = description;
        this.zone = zone;
        this.rules = zone.getRules();
    }

    static InstantForm iso(ZoneId zone) {
        return new InstantForm(ISO, "ISO 8601", zone);
    }

    /** @throws IllegalArgumentException when the format is none, or reads no whole date */
    static InstantForm of(@Nullable String format, ZoneId zone) {
        if (format == null) {
            return iso(zone);
        }
        // The strict resolver wants an era with "year of era"; people who write yyyy mean the year.
        var strict = DateTimeFormatter.ofPattern(yearsForYearsOfEra(format), Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        try {
            LocalDate.from(strict.parse(
                    strict.format(Year.of(2020).atDay(60).atTime(LocalTime.NOON).atOffset(ZoneOffset.UTC))));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("reads no date: " + format, e);
        }
        return new InstantForm(strict, format, zone);
    }

    private static String yearsForYearsOfEra(String format) {
        var pattern = new StringBuilder(format);
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && pattern.charAt(i) == 'y') {
                pattern.setCharAt(i, 'u');
            }
        }
        return pattern.toString();
    }

    String description() {
        return description;
    }

    /** @throws Refusal naming the column and the value */
    Instant read(String column, String text) {
        TemporalAccessor read;
        try {
            read = formatter.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal(column, text, Reason.NOT_A_TIME, description);
        }
        LocalDate date = read.query(TemporalQueries.localDate());
        if (date == null) {
            throw new Refusal(column, text, Reason.NOT_A_TIME, description);
        }
        LocalTime time = read.query(TemporalQueries.localTime());
        // where the clocks are put forward at midnight, the day begins at one
        LocalDateTime local = time == null ? date.atStartOfDay(zone).toLocalDateTime() : date.atTime(time);
        ZoneOffset offset = read.isSupported(ChronoField.OFFSET_SECONDS)
                ? ZoneOffset.ofTotalSeconds(read.get(ChronoField.OFFSET_SECONDS))
                : offsetOf(local, column, text);
        return inRange(local.toInstant(offset).truncatedTo(ChronoUnit.MICROS), column, text);
    }

    private ZoneOffset offsetOf(LocalDateTime local, String column, String text) {
        if (rules.isFixedOffset()) {
            return rules.getOffset(local);
        }
        var valid = rules.getValidOffsets(local);
        if (valid.isEmpty()) {
            throw new Refusal(column, text, Reason.TIME_SKIPPED, zone.getId());
        }
        return valid.getFirst();
    }

    static Instant inRange(Instant instant, String column, String text) {
        if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
            throw new Refusal(column, text, Reason.TIME_OUT_OF_RANGE);
        }
        return instant;
    }
}
