package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** A line beside each field for what is wrong with it; empty lines take no room. */
final class FieldFaults {

    private final Map<String, Div> lines = new HashMap<>();

    /** The line of one field, to be put beside it. */
    Div line(String field) {
        return lines.computeIfAbsent(field, name -> {
            Div line = new Div();
            line.addClassName("field-fault");
            line.getElement().setAttribute("role", "alert");
            line.setVisible(false);
            return line;
        });
    }

    void show(List<FieldError> errors) {
        clear();
        for (FieldError error : errors) {
            Div line = line(error.field());
            line.removeAll();
            line.add(Glyph.WARNING.icon(), new Span(text(error)));
            line.setVisible(true);
        }
    }

    void clear() {
        lines.values().forEach(line -> line.setVisible(false));
    }

    void clear(String field) {
        line(field).setVisible(false);
    }

    static String text(FieldError error) {
        String own = "workbench.fault." + error.field() + "." + error.rule();
        return Texts.t(Texts.has(own) ? own : "workbench.fault." + error.rule());
    }
}
