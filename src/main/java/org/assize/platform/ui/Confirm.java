package org.assize.platform.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;

/**
 * Asks before something that can not be taken back: what will happen, to how many, and a verb to do it. The cursor stands on
 * the way out, so that Enter, like Esc, changes nothing.
 */
public final class Confirm {

    private Confirm() {}

    /**
     * @param title what is asked, as a question
     * @param consequence what will happen and to how many
     * @param verb the button: a verb, never "OK"
     */
    public static void ask(String title, String consequence, String verb, Runnable action) {
        open(title, consequence, new Button(verb), action);
    }

    /** The same for what destroys or stops something: the button is red. */
    public static void danger(String title, String consequence, String verb, Runnable action) {
        Button red = new Button(verb);
        red.addThemeVariants(ButtonVariant.LUMO_ERROR);
        open(title, consequence, red, action);
    }

    private static void open(String title, String consequence, Button verb, Runnable action) {
        Dialog dialog = new Dialog();
        dialog.setRole("alertdialog");
        dialog.setHeaderTitle(title);
        Paragraph words = new Paragraph(consequence);
        words.addClassName("confirm-words");
        words.setId("confirm-words");
        dialog.getElement().setAttribute("aria-describedby", "confirm-words");
        dialog.add(words);
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        verb.addClickListener(click -> {
            dialog.close();
            action.run();
        });
        Button stay = new Button(Texts.t("platform.cancel"), click -> dialog.close());
        stay.setSuffixComponent(ViewKeys.kbd("Escape"));
        dialog.getFooter().add(stay, ViewKeys.click(verb, "Ctrl+Enter"));
        dialog.addOpenedChangeListener(event -> {
            if (event.isOpened()) {
                stay.focus();
            }
        });
        dialog.open();
    }
}
