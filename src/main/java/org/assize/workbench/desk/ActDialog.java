package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.Colleagues;
import org.jspecify.annotations.Nullable;

/** Asks for the words that explain an act, and for what else it needs; stays open beside what was refused. */
final class ActDialog extends Dialog {

    private static final int LONGEST = 10_000;

    private final FieldFaults faults = new FieldFaults();
    private final Div form = new Div();
    private final TextArea words = new TextArea();
    private final String wordsField;
    private @Nullable Focusable<?> first;

    /**
     * @param act message prefix: {@code .title}, {@code .do}, {@code .words}
     * @param wordsField as the use case names the words
     * @param perform gets the words; the errors it answers are shown, and without any the dialog closes
     */
    ActDialog(String act, String wordsField, Function<String, List<FieldError>> perform) {
        this.wordsField = wordsField;
        addClassName("act-dialog");
        setHeaderTitle(Texts.t(act + ".title"));
        words.setLabel(Texts.t(act + ".words"));
        words.setMaxLength(LONGEST);
        words.setValueChangeMode(ValueChangeMode.TIMEOUT);
        words.setValueChangeTimeout(VerdictPanel.TYPING_MILLIS);
        words.addClassName("words");
        form.addClassName("form");
        Button verb = new Button(Texts.t(act + ".do"), event -> {
            List<FieldError> errors = perform.apply(words.getValue());
            if (errors.isEmpty()) {
                close();
            } else {
                faults.show(errors);
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add(form);
        getFooter().add(new Button(Texts.t("platform.cancel"), event -> close()), ViewKeys.click(verb, "Ctrl+Enter"));
        addOpenedChangeListener(event -> {
            if (event.isOpened()) {
                if (first == null) {
                    words.focus();
                } else {
                    first.focus();
                }
            }
        });
    }

    /** A field above the words, with the name that the use case gives it. */
    ActDialog field(String name, Component field) {
        form.add(field, faults.line(name));
        if (first == null
                && field instanceof HasValue<?, ?> value
                && value.isEmpty()
                && field instanceof Focusable<?> one) {
            first = one;
        }
        return this;
    }

    /** Colleagues can be named with an {@code @}; whoever is named is told. */
    ActDialog naming(List<Colleagues.Colleague> people) {
        form.add(words, new MentionPicker(people), faults.line(wordsField));
        return this;
    }

    /** What was typed before and not sent comes back; what is typed is told. */
    ActDialog keeping(String typed, Consumer<String> changed) {
        words.setValue(typed);
        words.addValueChangeListener(event -> changed.accept(event.getValue()));
        return this;
    }

    void ask() {
        if (words.getParent().isEmpty()) {
            form.add(words, faults.line(wordsField));
        }
        open();
    }
}
