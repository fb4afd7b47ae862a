package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.VaadinSession;
import jakarta.servlet.http.Cookie;
import org.assize.security.SignInForm;

/** Leaves nothing of the person in this browser: the cookie goes, the server's memory of the pages is thrown away. */
final class SignOut {

    private SignOut() {}

    static void now(Component from) {
        UI ui = from.getUI().orElseThrow();
        if (VaadinService.getCurrentResponse() instanceof VaadinServletResponse response) {
            Cookie credential = new Cookie(SignInForm.COOKIE, "");
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
