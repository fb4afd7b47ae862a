package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.assize.platform.ui.Texts;
import org.atmosphere.cpr.ApplicationConfig;
import org.atmosphere.cpr.Universe;

/** What happens when the application, a session and a page open: access control, language, look, the last line of errors. */
@ApplicationScoped
class Opening {

    private static final String CHANNEL_BUFFER = "512";

    void service(@Observes ServiceInitEvent event) {
        NavigationAccessControl access = new NavigationAccessControl();
        access.setLoginView(SignInView.class);
        event.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(new LastResort()));
        event.getSource().addUIInitListener(init -> {
            UI ui = init.getUI();
            ui.setLocale(language(VaadinRequest.getCurrent()));
            ui.addBeforeEnterListener(access);
        });
        // nobody sends anything by the channel for news: 48 kB stood ready for that on every page that is open; it
        // grows where it must
        Universe.framework().addInitParameter(ApplicationConfig.WEBSOCKET_BUFFER_SIZE, CHANNEL_BUFFER);
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
