package org.assize.security;

import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ties the server's memory of a browser (the HTTP session) to the one sign-in it was made under. */
public final class BrowserSession {

    private static final String ATTRIBUTE = "assize.web_session";

    private BrowserSession() {}

    /** Somebody in a browser, under one sign-in. */
    record InBrowser(UUID session, String displayName) implements Principal {
        @Override
        public String getName() {
            return displayName;
        }
    }

    /** The sign-in of the request that is being answered, or of the view that a background thread works for. */
    static @Nullable UUID current() {
        VaadinRequest request = VaadinRequest.getCurrent();
        UUID signIn = request == null ? null : signInOf(request);
        if (signIn != null) {
            return signIn;
        }
        // A background thread has no request, and one on a web socket names nobody.
        VaadinSession session = VaadinSession.getCurrent();
        return session == null || session.getSession() == null ? null : tiedTo(session.getSession());
    }

    public static @Nullable UUID signInOf(VaadinRequest request) {
        return request.getUserPrincipal() instanceof InBrowser person ? person.session() : null;
    }

    public static @Nullable UUID tiedTo(WrappedSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof UUID id ? id : null;
    }

    public static void tie(WrappedSession session, UUID signIn) {
        session.setAttribute(ATTRIBUTE, signIn);
    }
}
