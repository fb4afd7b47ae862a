package org.assize.platform.ui;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;

/** Asks before something that can not be taken back: what will happen, to how many, and a verb to do it. */
public final class Confirm {

    private Confirm() {}

    /**
     * @param title what is asked, as a question
     * @param consequence what will happen and to how many
     * @param verb the button: a verb, never "OK"
     */
    public static void ask(String title, String consequence, String verb, Runnable action) {
        dialog(title, consequence, verb, action).open();
    }

    /** The same for what destroys or stops something: the button is red. */
    public static void danger(String title, String consequence, String verb, Runnable action) {
        ConfirmDialog dialog = dialog(title, consequence, verb, action);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    private static ConfirmDialog dialog(String title, String consequence, String verb, Runnable action) {
        ConfirmDialog dialog = new ConfirmDialog(title, consequence, verb, event -> action.run());
        dialog.setCancelable(true);
        dialog.setCancelText(Texts.t("platform.cancel"));
        return dialog;
    }
}
