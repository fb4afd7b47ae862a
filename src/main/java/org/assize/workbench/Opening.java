package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.assize.platform.ui.Texts;

/** What happens when the application, a session and a page open: access control, language, look, the last line of errors. */
@ApplicationScoped
class Opening {

    void service(@Observes ServiceInitEvent event) {
        NavigationAccessControl access = new NavigationAccessControl();
        access.setLoginView(SignInView.class);
        event.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(new LastResort()));
        event.getSource().addUIInitListener(init -> {
            UI ui = init.getUI();
            ui.setLocale(language(VaadinRequest.getCurrent()));
            ui.addBeforeEnterListener(access);
        });
        event.addIndexHtmlRequestListener(response -> {
            var html = response.getDocument().selectFirst("html");
            if (html != null) {
                html.attr("lang", language(response.getVaadinRequest()).toLanguageTag());
                Look.of(response.getVaadinRequest()).attributes().forEach(html::attr);
            }
        });
    }

    private static Locale language(VaadinRequest request) {
        return Look.of(request).language().orElseGet(() -> Texts.closest(request.getLocale()));
    }
}
