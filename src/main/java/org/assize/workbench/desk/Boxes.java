package org.assize.workbench.desk;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.dom.Element;
import java.util.List;
import java.util.function.Function;
import org.assize.platform.ui.Still;

/** Any of a few, each with a box to tick. */
@Tag("assize-boxes")
final class Boxes<T> extends Picks<T> implements Focusable<Boxes<T>> {

    private final Runnable changed;

    /** @param changed told when a person ticks, or takes a tick away */
    Boxes(String label, List<T> options, Function<T, String> text, Runnable changed) {
        super(label, options);
        this.changed = changed;
        addClassName("action-boxes");
        options.forEach(option -> {
            Element box = new Element("input").setAttribute("type", "checkbox");
            Element words = new Element("span");
            words.setText(text.apply(option));
            getElement().appendChild(new Element("label").appendChild(box, words));
        });
        Still.draw(this);
    }

    @Override
    void heard() {
        changed.run();
    }
}
