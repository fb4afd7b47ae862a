package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The calendars, and every version that was in force before. Open to whoever is signed in. */
@ApplicationScoped
public class Calendars {

    private static final String SELECT = """
            select v.calendar_key, v.version, v.name, v.time_zone, v.hours, v.holidays, v.changed_by, a.name as changed_by_name,
                   v.changed_at
            from calendar_version v join actor a on a.id = v.changed_by
            """;

    private static final RowMapper<CalendarVersion> MAPPER = (row, context) -> new CalendarVersion(
            row.getString("calendar_key"),
            row.getInt("version"),
            row.getString("name"),
            new Calendar(
                    ZoneId.of(row.getString("time_zone")),
                    QueuePolicies.texts(row, "hours").stream()
                            .map(WorkingHours::parse)
                            .toList(),
                    QueuePolicies.texts(row, "holidays").stream()
                            .map(LocalDate::parse)
                            .collect(Collectors.toSet())),
            row.getObject("changed_by", UUID.class),
            row.getString("changed_by_name"),
            row.getObject("changed_at", OffsetDateTime.class).toInstant());

    private final Jdbi jdbi;

    Calendars(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when there is no such calendar. */
    public Optional<CalendarVersion> current(String key) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where v.calendar_key = :key order by v.version desc limit 1")
                        .bind("key", key)
                        .map(MAPPER)
                        .findOne());
    }

    /** One for each, by name. */
    public List<CalendarVersion> current() {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + """
                        where v.version = (select max(newest.version) from calendar_version newest
                                           where newest.calendar_key = v.calendar_key)
                        order by lower(v.name), v.calendar_key""").map(MAPPER).list());
    }
}
