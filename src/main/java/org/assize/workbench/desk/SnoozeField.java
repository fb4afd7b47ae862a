package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Input;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.assize.platform.ui.Texts;
import org.assize.workbench.PersonDay;
import org.jspecify.annotations.Nullable;

/** Until when: as people say it, or a day and a time of the person's own zone. */
final class SnoozeField extends Div {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

    private final PersonDay day;
    private final Select<Snooze> said = new Select<>();
    private final Input exact = new Input();

    SnoozeField(PersonDay day) {
        this.day = day;
        addClassName("snooze-field");
        said.setLabel(Texts.t("workbench.snooze.until"));
        said.setItems(Snooze.values());
        said.setItemLabelGenerator(each -> Texts.t("workbench.snooze." + each.name()));
        said.setValue(Snooze.FOUR_HOURS);
        exact.setType("datetime-local");
        exact.addClassName("exact-time");
        exact.setAriaLabel(Texts.t("workbench.snooze.exact"));
        exact.setValueChangeMode(ValueChangeMode.ON_CHANGE);
        exact.getElement().setAttribute("min", day.now().format(MINUTES));
        exact.setVisible(false);
        said.addValueChangeListener(event -> {
            boolean exactly = event.getValue() == Snooze.EXACT;
            exact.setVisible(exactly);
            if (exactly && event.isFromClient()) {
                exact.setValue(day.now().plusDays(1).format(MINUTES));
                exact.focus();
            }
        });
        add(said, exact);
    }

    /** Null while no time is given. */
    @Nullable
    Instant instant() {
        if (said.getValue() != Snooze.EXACT) {
            return said.getValue().from(day.now());
        }
        try {
            return LocalDateTime.parse(exact.getValue()).atZone(day.zone()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
