package org.assize.workbench.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.Calendar;
import org.assize.queue.CalendarVersion;
import org.assize.queue.Calendars;
import org.assize.queue.ChangeCalendar;
import org.assize.queue.WorkingHours;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;

/** The hours in which people work: what an SLA is counted by. */
@Route("policies/calendars")
@RolesAllowed({"policies:write", "models:read"})
class CalendarsView extends Page implements BeforeEnterObserver {

    private static final String NEW = "new";

    private final CurrentActor actor;
    private final Calendars calendars;
    private final ChangeCalendar change;
    private final AssizeClock clock;
    private final boolean may;
    private final FieldErrors errors = new FieldErrors();
    private final Nav list = new Nav();
    private final H2 title = new H2();
    private final Div about = new Div();
    private final TextField name = errors.watch("name", new TextField(Texts.t("policies.calendar.name")));
    private final TextField key = errors.watch("key", new TextField(Texts.t("policies.calendar.key")));
    private final ComboBox<String> zone = errors.watch("timeZone", new ComboBox<>(Texts.t("policies.calendar.zone")));
    private final List<TextField> hours = new ArrayList<>();
    private final TextArea holidays = errors.watch("holidays", new TextArea(Texts.t("policies.calendar.holidays")));
    private final Div means = new Div();
    private int version;

    CalendarsView(CurrentActor actor, Calendars calendars, ChangeCalendar change, AssizeClock clock) {
        super("nav.policies");
        this.actor = actor;
        this.calendars = calendars;
        this.change = change;
        this.clock = clock;
        may = actor.get().may(Permission.CHANGE_POLICIES);
        add(new PolicyTabs(PolicyTabs.CALENDARS, may));
        list.addClassName("side-list");
        list.getElement().setAttribute("aria-label", Texts.t("policies.tab.calendars"));
        Div split = new Div(list, form());
        split.addClassName("side-and-form");
        add(split);
        if (may) {
            Button save = new Button(Texts.t("policies.calendar.save"), click -> save());
            save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            Anchor fresh = new Anchor("policies/calendars?calendar=" + NEW, Texts.t("policies.calendar.new"));
            fresh.addClassName("button-link");
            fresh.add(ViewKeys.kbd("c"));
            actions(ViewKeys.bind(fresh, "c", "policies.calendar.new"), ViewKeys.click(save, "Ctrl+Enter"));
        }
    }

    private Div form() {
        title.addClassName("section-title");
        about.addClassNames("muted", "small", "pair");
        Div head = new Div(title, about);
        head.addClassName("panel-head");
        key.setHelperText(Texts.t("policies.queue.key.hint"));
        zone.setItems(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        zone.addValueChangeListener(chosen -> meaning());
        Div week = new Div();
        week.addClassName("week");
        for (DayOfWeek day : DayOfWeek.values()) {
            TextField field = errors.watch(
                    "hours[" + day.ordinal() + "]",
                    new TextField(day.getDisplayName(TextStyle.FULL_STANDALONE, Texts.language())));
            field.setPlaceholder(Texts.t("policies.calendar.off"));
            field.addValueChangeListener(typed -> meaning());
            hours.add(field);
            week.add(field);
        }
        Span hint = new Span(Texts.t("policies.calendar.hours.hint"));
        hint.addClassNames("muted", "small");
        holidays.setHelperText(Texts.t("policies.calendar.holidays.hint"));
        holidays.addClassName("holidays");
        holidays.addValueChangeListener(typed -> meaning());
        means.addClassNames("notice");
        means.getElement().setAttribute("role", "status");
        Div top = new Div(name, key, zone);
        top.addClassName("terms-fields");
        Div below = new Div(holidays, means);
        below.addClassName("terms-fields");
        if (!may) {
            List.of(name, key).forEach(field -> field.setReadOnly(true));
            hours.forEach(field -> field.setReadOnly(true));
            zone.setReadOnly(true);
            holidays.setReadOnly(true);
        }
        Div form = new Div(errors, head, top, week, hint, below);
        form.addClassName("calendar-form");
        return form;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String asked = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("calendar")
                .orElse("");
        errors.clear();
        show(asked);
    }

    private void show(String asked) {
        List<CalendarVersion> all = calendars.current();
        boolean fresh = may && asked.equals(NEW);
        CalendarVersion shown = all.stream()
                .filter(each -> each.key().equals(asked))
                .findFirst()
                .orElse(all.getFirst());
        list.removeAll();
        for (CalendarVersion each : all) {
            Span place = new Span(each.calendar().zone().getId());
            place.addClassNames("muted", "small");
            Anchor link = new Anchor("policies/calendars?calendar=" + each.key(), new Span(each.name()), place);
            if (!fresh && each.key().equals(shown.key())) {
                link.getElement().setAttribute("aria-current", "page");
            }
            list.add(link);
        }
        key.setVisible(fresh);
        about.removeAll();
        if (fresh) {
            blank();
        } else {
            fill(shown);
        }
    }

    private void blank() {
        version = 0;
        title.setText(Texts.t("policies.calendar.new"));
        name.setValue("");
        key.setValue("");
        zone.setValue("UTC");
        for (DayOfWeek day : DayOfWeek.values()) {
            hours.get(day.ordinal()).setValue(day.compareTo(DayOfWeek.FRIDAY) <= 0 ? "09:00-17:00" : "");
        }
        holidays.setValue("");
        name.focus();
        meaning();
    }

    private void fill(CalendarVersion its) {
        version = its.version();
        title.setText(its.name());
        about.add(
                new Span(Texts.t("policies.version", its.version())),
                new Span(its.changedBy()),
                new RelativeTime(its.changedAt()));
        name.setValue(its.name());
        key.setValue(its.key());
        zone.setValue(its.calendar().zone().getId());
        for (int day = 0; day < Calendar.DAYS; day++) {
            hours.get(day).setValue(its.calendar().week().get(day).text());
        }
        holidays.setValue(its.calendar().holidays().stream()
                .sorted()
                .map(Object::toString)
                .collect(Collectors.joining("\n")));
        meaning();
    }

    /** What the hours as they stand come to. */
    private void meaning() {
        means.removeAll();
        try {
            List<WorkingHours> week = hours.stream()
                    .map(field -> WorkingHours.parse(field.getValue()))
                    .toList();
            Calendar typed = new Calendar(
                    ZoneId.of(zone.getValue() == null ? "UTC" : zone.getValue()),
                    week,
                    dates().stream().map(java.time.LocalDate::parse).collect(Collectors.toSet()));
            Instant now = clock.now();
            int minutes = week.stream()
                    .flatMap(day -> day.spans().stream())
                    .mapToInt(span -> span.to() - span.from())
                    .sum();
            means.add(
                    line(Texts.t("policies.calendar.means.week", PolicyWords.minutes(minutes))),
                    line(Texts.t(typed.works(now) ? "policies.calendar.means.open" : "policies.calendar.means.closed")),
                    line(Texts.t(
                            "policies.calendar.means.due",
                            PolicyWords.minutes(480),
                            PolicyWords.moment(typed.plus(now, Duration.ofHours(8))))));
        } catch (java.time.DateTimeException | IllegalArgumentException e) {
            means.add(line(Texts.t("policies.calendar.means.unread")));
        }
    }

    private static Div line(String text) {
        return new Div(text);
    }

    private List<String> dates() {
        return Arrays.stream(holidays.getValue().split("[\\s,;]+"))
                .filter(date -> !date.isBlank())
                .toList();
    }

    private void save() {
        var form = new ChangeCalendar.Form(
                name.getValue(),
                zone.getValue() == null ? "" : zone.getValue(),
                hours.stream().map(TextField::getValue).toList(),
                dates());
        boolean fresh = version == 0;
        String named = key.getValue().toLowerCase(Locale.ROOT);
        switch (change.change(actor.get(), named, version, form)) {
            case ChangeCalendar.Changed(CalendarVersion its) -> {
                if (fresh) {
                    getUI().ifPresent(
                                    ui -> ui.navigate("policies/calendars", QueryParameters.of("calendar", its.key())));
                } else {
                    show(its.key());
                }
                errors.said(Texts.t("policies.saved", its.version()));
            }
            case ChangeCalendar.Outdated(CalendarVersion theirs) -> {
                if (fresh) {
                    errors.show(List.of(new org.assize.platform.FieldError("key", "taken", "")));
                } else {
                    version = theirs.version();
                    errors.warn(new Span(Texts.t("policies.outdated", theirs.changedBy(), theirs.version())));
                }
            }
            case ChangeCalendar.Invalid(var refused) -> errors.show(refused);
        }
    }
}
