package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.List;
import java.util.function.Function;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;

/** Asks for the words that explain an act, and for what else it needs; stays open beside what was refused. */
final class ActDialog extends Dialog {

    private static final int LONGEST = 10_000;

    private final FieldFaults faults = new FieldFaults();
    private final Div form = new Div();
    private final TextArea words = new TextArea();
    private final String wordsField;

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
        words.setValueChangeMode(ValueChangeMode.LAZY);
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
                words.focus();
            }
        });
    }

    /** A field above the words, with the name that the use case gives it. */
    ActDialog field(String name, Component field) {
        form.add(field, faults.line(name));
        return this;
    }

    void ask() {
        form.add(words, faults.line(wordsField));
        open();
    }
}
