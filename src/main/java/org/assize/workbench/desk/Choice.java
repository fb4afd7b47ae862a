package org.assize.workbench.desk;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Still;
import org.assize.platform.ui.ViewKeys;
import org.jspecify.annotations.Nullable;

/** One of a few, all of them in sight, each with a key of its own; nothing is chosen until somebody chooses. */
final class Choice<T> extends Div {

    private final Map<T, NativeButton> options = new LinkedHashMap<>();
    private final Consumer<T> chosen;
    private @Nullable T value;

    /** @param chosen told when a person chooses, also when they choose the same again */
    Choice(String label, Consumer<T> chosen) {
        this.chosen = chosen;
        addClassName("choice");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", label);
    }

    Choice<T> option(T option, String text) {
        return option(option, text, null, null);
    }

    Choice<T> option(T option, String text, @Nullable String key, @Nullable Glyph glyph) {
        NativeButton button = new NativeButton();
        Span words = new Span(text);
        words.addClassName("clip");
        if (glyph != null) {
            button.add(glyph.icon());
        }
        button.add(words);
        if (key != null) {
            button.getElement().setAttribute("data-key", key);
            button.getElement().setAttribute("data-key-label", text);
            button.add(ViewKeys.kbd(key));
        }
        button.getElement().setAttribute("aria-pressed", "false");
        // the element's own event: the component's would send and keep, for each option, where the mouse was
        button.getElement().addEventListener("click", event -> {
            value(option);
            chosen.accept(option);
        });
        options.put(option, Still.draw(button));
        add(button);
        return this;
    }

    /** Gives one option's button a class of its own, for its colour. */
    Choice<T> marked(T option, String className) {
        NativeButton button = options.get(option);
        if (button != null) {
            button.addClassName(className);
        }
        return this;
    }

    @Nullable
    T value() {
        return value;
    }

    void value(@Nullable T option) {
        value = option;
        options.forEach((each, button) ->
                button.getElement().setAttribute("aria-pressed", Boolean.toString(each.equals(option))));
    }

    /** The option after the one chosen, from the first one on. */
    void turn() {
        T first = null;
        T next = null;
        boolean passed = false;
        for (T option : options.keySet()) {
            first = first == null ? option : first;
            if (passed) {
                next = option;
                break;
            }
            passed = option.equals(value);
        }
        T turned = next == null ? first : next;
        if (turned != null) {
            value(turned);
            chosen.accept(turned);
        }
    }

    void focus() {
        options.values().stream().findFirst().ifPresent(Focusable::focus);
    }
}
