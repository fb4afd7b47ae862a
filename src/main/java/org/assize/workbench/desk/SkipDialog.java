package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinSession;
import java.util.function.Consumer;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.SkipReason;

/** Why a case is left to somebody else: a key for each reason, and Enter for the one of last time. */
final class SkipDialog extends Dialog {

    private static final String LAST = "assize.lastSkipReason";

    SkipDialog(Consumer<SkipReason> skip) {
        addClassName("skip-dialog");
        setHeaderTitle(Texts.t("workbench.skip.title"));
        SkipReason last = VaadinSession.getCurrent().getAttribute(LAST) instanceof SkipReason before
                ? before
                : SkipReason.values()[0];
        int key = 1;
        for (SkipReason reason : SkipReason.values()) {
            String text = Texts.t("workbench.skip." + reason.code());
            NativeButton button = new NativeButton();
            button.add(new Span(text), ViewKeys.kbd(Integer.toString(key)));
            button.addClassName("skip-reason");
            button.getElement().setAttribute("data-key", Integer.toString(key++));
            button.getElement().setAttribute("data-key-label", text);
            button.addClickListener(event -> {
                VaadinSession.getCurrent().setAttribute(LAST, reason);
                close();
                skip.accept(reason);
            });
            if (reason == last) {
                button.add(ViewKeys.kbd("Enter"));
                addOpenedChangeListener(event -> {
                    if (event.isOpened()) {
                        button.focus();
                    }
                });
            }
            add(button);
        }
        getFooter().add(new Button(Texts.t("platform.cancel"), event -> close()));
    }
}
