package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts a new version of a calendar in force, or makes the calendar. The SLA of new cases is counted by it at once; cases
 * that are open keep the due time they were given.
 */
@ApplicationScoped
public class ChangeCalendar {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final int LONGEST_NAME = 60;
    private static final int MOST_HOLIDAYS = 1_000;

    private final Jdbi jdbi;
    private final Calendars calendars;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ChangeCalendar(Jdbi jdbi, Calendars calendars, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.calendars = calendars;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * What somebody has filled in, right or not.
     *
     * @param hours of seven days, Monday first, as {@link WorkingHours#parse} reads them
     * @param holidays dates as ISO 8601 writes them
     */
    public record Form(String name, String timeZone, List<String> hours, List<String> holidays) {}

    public sealed interface Result {}

    public record Changed(CalendarVersion calendar) implements Result {}

    /** Somebody else changed it first: look at theirs before changing it again. */
    public record Outdated(CalendarVersion current) implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param version the one that the actor has looked at; 0 for a calendar that is new */
    @Transactional
    public Result change(Actor actor, String key, int version, Form form) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = check(key, form);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Instant now = clock.now();
        var current = calendars.current(key);
        if (current.isPresent() && current.get().version() != version) {
            return new Outdated(current.get());
        }
        if (current.isEmpty() && version != 0) {
            return new Invalid(List.of(new FieldError("key", "unknown", "must be the key of a calendar")));
        }
        List<String> hours =
                form.hours().stream().map(day -> WorkingHours.parse(day).text()).toList();
        List<String> holidays = form.holidays().stream().distinct().sorted().toList();
        boolean inserted = jdbi.withHandle(handle -> {
            handle.createUpdate("insert into calendar (key) values (:key) on conflict do nothing")
                    .bind("key", key)
                    .execute();
            return handle.createUpdate("""
                            insert into calendar_version (calendar_key, version, name, time_zone, hours, holidays, changed_by, changed_at)
                            values (:key, :version, :name, :zone, :hours, :holidays, :by, :at)
                            on conflict do nothing""")
                            .bind("key", key)
                            .bind("version", version + 1)
                            .bind("name", form.name().strip())
                            .bind("zone", form.timeZone())
                            .bindArray("hours", String.class, hours)
                            .bindArray("holidays", String.class, holidays)
                            .bind("by", actor.id())
                            .bind("at", now)
                            .execute()
                    == 1;
        });
        CalendarVersion inForce = calendars.current(key).orElseThrow();
        if (!inserted) {
            return new Outdated(inForce);
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("calendar", key);
        payload.put("version", inForce.version());
        payload.put("name", inForce.name());
        payload.put("timeZone", form.timeZone());
        payload.put("hours", hours);
        payload.put("holidays", holidays);
        trail.ofArea(Area.POLICIES, "calendar.changed", actor, now, payload);
        return new Changed(inForce);
    }

    private static List<FieldError> check(String key, Form form) {
        List<FieldError> errors = new ArrayList<>();
        if (!KEY.matcher(key).matches()) {
            errors.add(new FieldError("key", "form", "must be 2 to 40 of a-z, 0-9 and -, a letter first"));
        }
        errors.addAll(Words.check("name", form.name(), LONGEST_NAME));
        if (!ZoneId.getAvailableZoneIds().contains(form.timeZone())) {
            errors.add(new FieldError("timeZone", "unknown", "must be a zone of the tz database"));
        }
        if (form.hours().size() != Calendar.DAYS) {
            errors.add(new FieldError("hours", "range", "must be seven days, Monday first"));
        } else {
            hours(errors, form.hours());
        }
        if (form.holidays().size() > MOST_HOLIDAYS) {
            errors.add(new FieldError("holidays", "range", "must be at most " + MOST_HOLIDAYS + " days"));
        } else if (!form.holidays().stream().allMatch(ChangeCalendar::isDate)) {
            errors.add(new FieldError("holidays", "form", "must be dates such as 2026-12-25"));
        }
        return errors;
    }

    private static void hours(List<FieldError> errors, List<String> days) {
        boolean open = false;
        boolean read = true;
        for (int day = 0; day < Calendar.DAYS; day++) {
            try {
                open |= !WorkingHours.parse(days.get(day)).spans().isEmpty();
            } catch (IllegalArgumentException e) {
                read = false;
                errors.add(new FieldError(
                        "hours[" + day + "]", "form", "must be spans such as 08:00-12:00, 13:00-17:30, or nothing"));
            }
        }
        if (read && !open) {
            errors.add(new FieldError("hours[0]", "required", "must leave some time in which somebody works"));
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
