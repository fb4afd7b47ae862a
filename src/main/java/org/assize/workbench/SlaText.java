package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.queue.SlaLeft;

/** The working time that a case has left: quiet while there is enough, marked when it runs short, and when it has run out. */
public final class SlaText extends Span {

    public SlaText(SlaLeft its) {
        addClassNames("sla-left", "nowrap");
        String span = span(its.left().abs());
        switch (its.standing()) {
            case ON_TIME -> add(new Span(Texts.t("workbench.sla.left", span)));
            case SOON -> add(Badge.of(Glyph.CLOCK, Texts.t("workbench.sla.left", span), "badge-warning"));
            case LATE -> add(Badge.of(Glyph.WARNING, Texts.t("workbench.sla.late", span), "badge-danger"));
        }
        PersonDay due = PersonDay.of(UI.getCurrent(), its.dueAt());
        setTitle(Texts.t(
                "workbench.sla.due",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(Texts.language())
                        .format(due.now())));
    }

    /** In hours, never in days: a day of work has as many hours as its calendar says. */
    public static String span(Duration span) {
        long minutes = span.toMinutes();
        if (minutes < 60) {
            return Texts.t("workbench.span.minutes", minutes);
        }
        return minutes % 60 == 0 || minutes >= 6_000
                ? Texts.t("workbench.span.hours", minutes / 60)
                : Texts.t("workbench.span.hoursMinutes", minutes / 60, minutes % 60);
    }
}
