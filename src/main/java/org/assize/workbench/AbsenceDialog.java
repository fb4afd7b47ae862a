package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.Absence;
import org.assize.queue.Absences;
import org.assize.queue.CancelAbsence;
import org.assize.queue.EnterAbsence;
import org.assize.security.CurrentActor;

/** When a person is away: what stands already, each to be taken back, and one more. In the time zone of who looks. */
public final class AbsenceDialog extends Dialog {

    private final CurrentActor actor;
    private final UUID person;
    private final Absences absences;
    private final EnterAbsence enter;
    private final CancelAbsence cancel;
    private final ZoneId zone;
    private final UnorderedList list = new UnorderedList();
    private final DateTimePicker from = new DateTimePicker(Texts.t("workbench.absence.from"));
    private final DateTimePicker until = new DateTimePicker(Texts.t("workbench.absence.until"));

    /** @param changed told after everything that was entered or taken back */
    public AbsenceDialog(
            String title,
            UUID person,
            CurrentActor actor,
            Absences absences,
            EnterAbsence enter,
            CancelAbsence cancel,
            AssizeClock clock,
            Runnable changed) {
        this.actor = actor;
        this.person = person;
        this.absences = absences;
        this.enter = enter;
        this.cancel = cancel;
        PersonDay day = PersonDay.of(UI.getCurrent(), clock.now());
        zone = day.zone();
        setHeaderTitle(title);
        Paragraph note = new Paragraph(Texts.t("workbench.absence.note"));
        note.addClassName("muted");
        list.addClassName("rows");
        LocalDateTime hour = day.now().toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
        from.setValue(hour);
        until.setValue(hour.toLocalDate().plusDays(1).atStartOfDay());
        for (DateTimePicker picker : List.of(from, until)) {
            picker.setLocale(Texts.language());
            picker.setDateAriaLabel(Texts.t("workbench.absence.date"));
            picker.setTimeAriaLabel(Texts.t("workbench.absence.time"));
            picker.addValueChangeListener(typed -> picker.setInvalid(false));
        }
        Div form = new Div(note, list, from, until);
        form.addClassNames("form", "dialog-form");
        add(form);
        Button add = new Button(Texts.t("workbench.absence.enter"), click -> enter(changed));
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(Texts.t("platform.close"), click -> close()), ViewKeys.click(add, "Ctrl+Enter"));
        show(changed);
    }

    private void show(Runnable changed) {
        list.removeAll();
        List<Absence> all = absences.of(actor.get(), person);
        list.setVisible(!all.isEmpty());
        for (Absence absence : all) {
            Span when =
                    new Span(Texts.t("workbench.absence.span", moment(absence.startsAt()), moment(absence.endsAt())));
            Span by = new Span(absence.enteredBy());
            by.addClassNames("muted", "small");
            Div spacer = new Div();
            spacer.addClassName("spacer");
            Button back = new Button(Texts.t("workbench.absence.cancel"), click -> {
                cancel.cancel(actor.get(), absence.id());
                show(changed);
                changed.run();
            });
            back.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            list.add(new ListItem(when, by, spacer, back));
        }
    }

    private void enter(Runnable changed) {
        LocalDateTime starts = from.getValue();
        LocalDateTime ends = until.getValue();
        if (starts == null || ends == null) {
            refuse(starts == null ? from : until, "required");
            return;
        }
        switch (enter.enter(actor.get(), person, instant(starts), instant(ends))) {
            case EnterAbsence.Entered _ -> {
                show(changed);
                changed.run();
                NextCase.tell(Texts.t("workbench.absence.entered"));
            }
            case EnterAbsence.Invalid(var errors) ->
                refuse(until, errors.getFirst().rule());
        }
    }

    private static void refuse(DateTimePicker picker, String rule) {
        picker.setErrorMessage(Texts.t("workbench.absence.fault." + rule));
        picker.setInvalid(true);
        picker.focus();
    }

    private Instant instant(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }

    private String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(Texts.language())
                .format(at.atZone(zone));
    }
}
