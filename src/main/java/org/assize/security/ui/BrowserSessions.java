package org.assize.security.ui;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinRequestInterceptor;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.UUID;
import org.assize.security.BrowserSession;
import org.assize.security.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages that a browser has open from outliving the sign-in they were opened under: what the server remembers is
 * thrown away when the sign-in is over or another one takes its place, and starts under a new id with every sign-in.
 */
@ApplicationScoped
class BrowserSessions {

    private final Sessions sessions;

    BrowserSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    void service(@Observes ServiceInitEvent event) {
        event.addVaadinRequestInterceptor(new Tie(sessions));
    }

    private record Tie(Sessions sessions) implements VaadinRequestInterceptor {

        @Override
        public void requestStart(VaadinRequest request, VaadinResponse response) {
            String kind = request.getParameter("v-r");
            if ("push".equals(kind)) {
                // A web socket is opened past the sign-in and names nobody; it lives and dies with the memory it
                // belongs to.
                return;
            }
            UUID signIn = BrowserSession.signInOf(request);
            WrappedSession memory = request.getWrappedSession(false);
            if (memory != null && !Objects.equals(BrowserSession.tiedTo(memory), signIn)) {
                memory.invalidate();
            }
            if (signIn == null) {
                return;
            }
            BrowserSession.tie(request.getWrappedSession(true), signIn);
            // A heartbeat is the page's doing and not the person's: an open tab must not keep a session alive for ever.
            if (!"heartbeat".equals(kind)) {
                sessions.seen(signIn);
            }
        }

        @Override
        public void handleException(
                VaadinRequest request, VaadinResponse response, @Nullable VaadinSession session, Exception failure) {
            // the error handler of the session tells the person
        }

        @Override
        public void requestEnd(VaadinRequest request, VaadinResponse response, @Nullable VaadinSession session) {
            // nothing was begun that has to end
        }
    }
}
