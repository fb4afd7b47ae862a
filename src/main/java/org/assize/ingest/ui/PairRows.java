package org.assize.ingest.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a choice and a text, such as "field, constant" or "column, text it must hold". What can't be read is marked and
 * left out.
 *
 * @param <K> what is chosen; at most one row each
 * @param <V> what the text means
 */
final class PairRows<K, V> extends Div {

    private static final int TYPING_PAUSE = 300;

    private final Function<K, String> name;
    private final Function<String, @Nullable V> read;
    private final Function<V, String> write;
    private final Consumer<Map<K, V>> changed;
    private final String title;
    private final String placeholder;
    private final Div rows = new Div();
    private final List<PairRow> shown = new ArrayList<>();
    private List<K> choices = List.of();
    private boolean quiet;

    PairRows(
            String title,
            String hint,
            String placeholder,
            Function<K, String> name,
            Function<String, @Nullable V> read,
            Function<V, String> write,
            Consumer<Map<K, V>> changed) {
        this.title = title;
        this.placeholder = placeholder;
        this.name = name;
        this.read = read;
        this.write = write;
        this.changed = changed;
        addClassName("pair-rows");
        H2 heading = new H2(title);
        heading.addClassName("section-title");
        Button more = new Button(Glyph.PLUS.icon(), event -> row(null, null));
        more.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_ICON);
        more.setAriaLabel(Texts.t("ingest.map.more", title));
        Span small = new Span(hint);
        small.addClassNames("muted", "small", "clip");
        small.setTitle(hint);
        Div head = new Div(heading, small, more);
        head.addClassName("pair-head");
        add(head, rows);
    }

    void show(List<K> choices, Map<K, V> pairs) {
        this.choices = choices;
        quiet = true;
        rows.removeAll();
        shown.clear();
        pairs.forEach(this::row);
        quiet = false;
    }

    private void row(@Nullable K key, @Nullable V value) {
        PairRow row = new PairRow(key, value);
        shown.add(row);
        rows.add(row);
    }

    private void tell() {
        if (quiet) {
            return;
        }
        var pairs = new LinkedHashMap<K, V>();
        shown.forEach(row -> row.read(pairs));
        changed.accept(pairs);
    }

    private final class PairRow extends Div {

        private final ComboBox<K> chosen = new ComboBox<>();
        private final TextField text = new TextField();

        PairRow(@Nullable K key, @Nullable V value) {
            addClassName("pair-row");
            chosen.setItems(choices);
            chosen.setItemLabelGenerator(name::apply);
            chosen.setAriaLabel(title);
            chosen.setValue(key);
            text.setAriaLabel(title + ": " + placeholder);
            text.setPlaceholder(placeholder);
            text.setValue(value == null ? "" : write.apply(value));
            text.setValueChangeMode(ValueChangeMode.LAZY);
            text.setValueChangeTimeout(TYPING_PAUSE);
            chosen.addValueChangeListener(event -> tell());
            text.addValueChangeListener(event -> tell());
            Button less = new Button(Glyph.CROSS.icon(), event -> {
                rows.remove(this);
                shown.remove(this);
                tell();
            });
            less.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_ICON);
            less.setAriaLabel(Texts.t("ingest.map.less", title));
            add(chosen, text, less);
        }

        void read(Map<K, V> into) {
            K key = chosen.getValue();
            String written = text.getValue().strip();
            V value = written.isEmpty() ? null : read.apply(written);
            text.setInvalid(!written.isEmpty() && value == null);
            if (key != null && value != null) {
                into.put(key, value);
            }
        }
    }
}
