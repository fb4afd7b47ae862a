package org.assize.platform.ui;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import java.util.Locale;

/** A quiet capsule with a word in it. */
public final class Badge extends Span {

    /** What the colour says; the word says it too. */
    public enum Tone {
        NEUTRAL,
        ACCENT,
        OK,
        WARNING,
        DANGER;

        String classNames() {
            return this == NEUTRAL ? "badge" : "badge badge-" + name().toLowerCase(Locale.ROOT);
        }
    }

    public Badge(String text) {
        this(text, Tone.NEUTRAL);
    }

    public Badge(String text, Tone tone) {
        setText(text);
        addClassNames(tone.classNames().split(" "));
    }

    /** A badge with an icon before the word and a class of its own for the colour, such as {@code verdict-fraud}. */
    public static Badge of(Glyph glyph, String text, String className) {
        Badge badge = new Badge("");
        badge.add(glyph.icon(), new Span(text));
        badge.addClassName(className);
        return badge;
    }

    /** For a grid column. */
    public static <T> Renderer<T> renderer(ValueProvider<T, String> text, ValueProvider<T, Tone> tone) {
        return LitRenderer.<T>of("<span class=${item.tone}>${item.text}</span>")
                .withProperty("text", text)
                .withProperty("tone", item -> tone.apply(item).classNames());
    }
}
