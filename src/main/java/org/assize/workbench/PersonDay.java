package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.ExtendedClientDetails;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The day of the person at the browser: their zone, their midnight, their morning. */
public record PersonDay(ZoneId zone, ZonedDateTime now) {

    public static PersonDay of(UI ui, Instant now) {
        ZoneId zone = zone(ui.getPage().getExtendedClientDetails());
        return new PersonDay(zone, now.atZone(zone));
    }

    public Instant start() {
        return now.toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** {@code morning}, {@code afternoon} or {@code evening}. */
    String part() {
        int hour = now.getHour();
        return hour < 5 || hour >= 18 ? "evening" : hour < 12 ? "morning" : "afternoon";
    }

    /** UTC while the browser has not said, or says something this Java does not know. */
    private static ZoneId zone(@Nullable ExtendedClientDetails details) {
        String id = details == null ? null : details.getTimeZoneId();
        try {
            return id == null || id.isEmpty() ? ZoneOffset.UTC : ZoneId.of(id);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
