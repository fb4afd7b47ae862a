package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** What stands where a list has nothing to show: what that means and what to do next. */
public final class EmptyState extends Div {

    public EmptyState(Glyph glyph, String title, String next, Component... actions) {
        addClassName("empty-state");
        add(glyph.icon(), new H2(title), new Paragraph(next));
        if (actions.length > 0) {
            Div toolbar = new Div(actions);
            toolbar.addClassName("toolbar");
            add(toolbar);
        }
    }
}
