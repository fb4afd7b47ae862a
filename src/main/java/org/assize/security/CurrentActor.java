package org.assize.security;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is asking, for views and for REST. A person's roles are read again every two seconds at most, so that a demotion,
 * a deactivation or a new password acts on pages that are already open.
 */
@ApplicationScoped
public class CurrentActor {

    static final String ATTRIBUTE = "assize.actor";

    private final Sessions sessions;
    private final SecurityIdentity identity;

    CurrentActor(Sessions sessions, SecurityIdentity identity) {
        this.sessions = sessions;
        this.identity = identity;
    }

    /** @throws SessionOver when nobody is signed in, or not any more */
    public Actor get() {
        return find().orElseThrow(SessionOver::new);
    }

    /** @return empty on the pages that need no sign-in */
    public Optional<Actor> find() {
        UUID session = BrowserSession.current();
        if (session != null) {
            return sessions.live(session).map(Actor.class::cast);
        }
        // a background thread of a view has no request, hence no identity to ask
        boolean inRequest = Arc.container().requestContext().isActive();
        return inRequest && identity.getAttribute(ATTRIBUTE) instanceof Actor actor
                ? Optional.of(actor)
                : Optional.empty();
    }
}
