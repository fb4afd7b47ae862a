package org.assize.workbench.desk;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.function.Consumer;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Still;
import org.assize.platform.ui.ViewKeys;
import org.jspecify.annotations.Nullable;

/** One of a few, all of them in sight, each with a key of its own; nothing is chosen until somebody chooses. */
@Tag("assize-choice")
final class Choice<T> extends Picks<T> implements Focusable<Choice<T>> {

    private final Consumer<T> chosen;

    /** @param key that chooses it at once */
    record Option<T>(
            T value,
            String text,
            @Nullable String key,
            @Nullable Glyph glyph,
            @Nullable String className) {

        Option(T value, String text) {
            this(value, text, null, null, null);
        }

        private NativeButton button() {
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
            if (className != null) {
                button.addClassName(className);
            }
            button.getElement().setAttribute("type", "button");
            button.getElement().setAttribute("aria-pressed", "false");
            return button;
        }
    }

    /** @param chosen told when a person chooses, also when they choose the same again */
    Choice(String label, List<Option<T>> options, Consumer<T> chosen) {
        super(label, options.stream().map(Option::value).toList());
        this.chosen = chosen;
        addClassName("choice");
        options.forEach(option -> getElement().appendChild(option.button().getElement()));
        Still.draw(this);
    }

    @Override
    void heard() {
        T value = value();
        if (value != null) {
            chosen.accept(value);
        }
    }

    @Nullable
    T value() {
        return picked().isEmpty() ? null : picked().getFirst();
    }

    void value(@Nullable T option) {
        pick(option == null ? List.of() : List.of(option));
    }

    /** The option after the one chosen, from the first one on. */
    void turn() {
        T value = value();
        T next = options()
                .get(
                        value == null
                                ? 0
                                : (options().indexOf(value) + 1) % options().size());
        value(next);
        chosen.accept(next);
    }
}
