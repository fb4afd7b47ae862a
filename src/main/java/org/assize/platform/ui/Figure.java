package org.assize.platform.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** One number that matters, with its label (unit and period in it) and an optional note below. */
public final class Figure extends Div {

    private final Span value = new Span();
    private final Span note = new Span();

    public Figure(String label, String value) {
        addClassName("figure");
        this.value.addClassName("figure-value");
        this.value.setText(value);
        Span name = new Span(label);
        name.addClassName("figure-label");
        note.addClassName("figure-note");
        add(name, this.value, note);
    }

    public Figure value(String text) {
        value.setText(text);
        return this;
    }

    public Figure note(String text) {
        note.setText(text);
        return this;
    }

    /** Figures side by side. */
    public static Div row(Figure... figures) {
        Div row = new Div(figures);
        row.addClassName("figures");
        return row;
    }
}
