package org.assize.security.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** Shows a secret this once, to be copied; it is gone when the dialog closes. */
final class SecretOnce {

    private SecretOnce() {}

    static void show(String title, String text, String secret) {
        Dialog dialog = new Dialog(title);
        dialog.setCloseOnOutsideClick(false);
        TextField field = new TextField(Texts.t("people.secret.label"));
        field.setValue(secret);
        field.setReadOnly(true);
        field.setWidthFull();
        field.addClassName("secret-field");
        field.setAutoselect(true);
        Button copy = new Button(Texts.t("people.secret.copy"), Glyph.COPY.icon());
        copy.addClickListener(event -> {
            copy.getElement().executeJs("navigator.clipboard.writeText($0)", secret);
            copy.setText(Texts.t("people.secret.copied"));
        });
        Div body = new Div(new Paragraph(text), field);
        body.addClassName("form");
        dialog.add(body);
        dialog.getFooter().add(copy, new Button(Texts.t("platform.close"), event -> dialog.close()));
        dialog.open();
    }

    /** The same for a path, as a whole address that can be sent to somebody. */
    static void showLink(Div from, String title, String text, String path) {
        from.getElement()
                .executeJs("return location.origin")
                .then(String.class, origin -> show(title, text, origin + path));
    }
}
