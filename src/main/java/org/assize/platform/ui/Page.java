package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;

/** The frame of one view: a title, actions at its right, keys, and the content below in an even rhythm. */
public abstract class Page extends Div implements HasDynamicTitle {

    private final Div head = new Div();
    private final H1 title = new H1();
    private final Div actions = new Div();
    private final ViewKeys keys;

    /** @param titleKey message of the title, also the browser tab's */
    protected Page(String titleKey) {
        addClassName("page");
        title.setText(Texts.t(titleKey));
        title.addClassName("page-title");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        actions.addClassName("toolbar");
        head.addClassName("page-head");
        head.add(title, spacer, actions);
        add(head);
        keys = ViewKeys.in(this);
    }

    /** One quiet sentence under the title: what this page is for. */
    protected final void note(String text) {
        Paragraph note = new Paragraph(text);
        note.addClassName("page-note");
        addComponentAtIndex(1, note);
    }

    /** What the person can do here, at the right of the title. */
    protected final void actions(Component... components) {
        actions.add(components);
    }

    /** Puts something between the title and the actions, such as a badge. */
    protected final void beside(Component... components) {
        for (Component component : components) {
            head.addComponentAtIndex(head.indexOf(actions) - 1, component);
        }
    }

    protected final ViewKeys keys() {
        return keys;
    }

    protected final void title(String text) {
        title.setText(text);
    }

    @Override
    public String getPageTitle() {
        return title.getText() + " · Assize";
    }
}
