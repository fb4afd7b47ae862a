package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.VaadinSession;
import jakarta.servlet.http.Cookie;

/** Ends the person's session in this browser: the credential cookie goes, the server's session closes. */
final class SignOut {

    private SignOut() {}

    static void now(Component from) {
        UI ui = from.getUI().orElseThrow();
        if (VaadinService.getCurrentResponse() instanceof VaadinServletResponse response) {
            Cookie credential = new Cookie("quarkus-credential", "");
            credential.setPath("/");
            credential.setMaxAge(0);
            credential.setHttpOnly(true);
            response.addCookie(credential);
        }
        ui.getPage().setLocation("/login");
        VaadinSession session = ui.getSession();
        if (session.getSession() != null) {
            session.getSession().invalidate();
        }
        session.close();
    }
}
