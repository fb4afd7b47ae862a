package org.assize.workbench;

import com.vaadin.flow.component.UI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.assize.platform.ui.PersonZone;

/** The day of the person at the browser: their zone, their midnight, their morning. */
public record PersonDay(ZoneId zone, ZonedDateTime now) {

    public static PersonDay of(UI ui, Instant now) {
        ZoneId zone = PersonZone.of(ui);
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
}
