package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import java.io.IOException;
import org.assize.platform.ui.Texts;
import org.assize.security.NotPermitted;
import org.assize.security.SessionOver;

/** Where a failure inside a view ends that no view foresaw: the person learns what was kept, and the incident's id. */
final class LastResort implements ErrorHandler {

    @Override
    public void error(ErrorEvent event) {
        if (event.getThrowable() instanceof SessionOver && UI.getCurrent() != null) {
            AskedFor.remember(UI.getCurrent());
            UI.getCurrent().getPage().setLocation("/login");
            return;
        }
        // Only the connection itself throws this here: the person has left while the answer was being written.
        if (event.getThrowable() instanceof IOException) {
            return;
        }
        // A role that was taken away while the page was open is no incident.
        String words = event.getThrowable() instanceof NotPermitted
                ? Texts.t("workbench.denied.action")
                : Texts.t("workbench.error.inView", Incident.record(event.getThrowable()));
        UI ui = UI.getCurrent();
        if (ui != null && ui.isAttached()) {
            Notification notification = new Notification();
            notification.add(new Span(words));
            notification.addThemeVariants(NotificationVariant.LUMO_ERROR);
            notification.setDuration(15_000);
            notification.setAssertive(true);
            notification.open();
        }
    }
}
