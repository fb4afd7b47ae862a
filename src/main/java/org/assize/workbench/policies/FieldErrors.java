package org.assize.workbench.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.shared.HasValidationProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/**
 * What a use case has refused, beside the fields it names and in a band above them; the first of them takes the cursor. A
 * field that is changed is believed until it is sent again.
 */
final class FieldErrors extends Div {

    private final Map<String, Component> fields = new LinkedHashMap<>();

    FieldErrors() {
        setClassName("notice notice-warning");
        getElement().setAttribute("role", "alert");
        setVisible(false);
    }

    /** @param name as the use case calls the field */
    <C extends Component & HasValidationProperties & HasValue<?, ?>> C watch(String name, C field) {
        fields.put(name, field);
        field.addValueChangeListener(event -> field.setInvalid(false));
        return field;
    }

    void show(List<FieldError> errors) {
        clear();
        Div lines = new Div();
        boolean placed = false;
        for (FieldError error : errors) {
            Component field = fields.get(error.field());
            if (field instanceof HasValidationProperties validated) {
                validated.setErrorMessage(words(error));
                validated.setInvalid(true);
                if (!placed && field instanceof Focusable<?> focusable) {
                    focusable.focus();
                }
                placed = true;
            } else {
                lines.add(new Div(words(error)));
            }
        }
        if (placed) {
            lines.addComponentAsFirst(new Div(Texts.t("policies.refused")));
        }
        say(lines, "notice-warning", Glyph.WARNING);
    }

    void said(String text) {
        clear();
        say(new Div(text), "notice-ok", Glyph.CHECK);
    }

    void warn(Component... lines) {
        clear();
        say(new Div(lines), "notice-warning", Glyph.WARNING);
    }

    void clear() {
        setVisible(false);
        fields.values().forEach(field -> {
            if (field instanceof HasValidationProperties validated) {
                validated.setInvalid(false);
            }
        });
    }

    private void say(Div lines, String tone, Glyph glyph) {
        removeAll();
        setClassName("notice " + tone);
        add(glyph.icon(), lines);
        setVisible(true);
    }

    /** The rule of the field where it has words of its own, else the rule alone. */
    static String words(FieldError error) {
        String field = error.field().replaceAll("\\[\\d+]", "");
        String own = "policies.fault." + field + "." + error.rule();
        return Texts.t(Texts.has(own) ? own : "policies.fault." + error.rule());
    }
}
