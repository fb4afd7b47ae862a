package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import com.vaadin.flow.server.auth.NavigationAccessControl;

/** The page that somebody asked for before they had said who they are: where their signing in leads. */
final class AskedFor {

    private static final String PLACE = NavigationAccessControl.SESSION_STORED_REDIRECT;

    private AskedFor() {}

    /** The page on screen, whose session has ended in the middle of it. */
    static void remember(UI ui) {
        WrappedSession session = ui.getSession().getSession();
        if (session != null) {
            session.setAttribute(
                    PLACE, ui.getInternals().getActiveViewLocation().getPathWithQueryParameters());
        }
    }

    /** Its path without the first slash; empty for the first page. */
    static String path() {
        WrappedSession session = VaadinSession.getCurrent().getSession();
        return session != null && session.getAttribute(PLACE) instanceof String path ? path : "";
    }
}
