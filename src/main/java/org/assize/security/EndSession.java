package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.AssizeClock;

/** Signs the asking person out, on every node: the cookie that the browser still has opens nothing any more. */
@ApplicationScoped
public class EndSession {

    private final Sessions sessions;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    EndSession(Sessions sessions, AssizeClock clock, Event<SecurityAct> acts) {
        this.sessions = sessions;
        this.clock = clock;
        this.acts = acts;
    }

    /** Needs no permission: everybody may leave. */
    @Transactional
    public void end(Actor actor) {
        UUID session = BrowserSession.current();
        Instant now = clock.now();
        if (session != null && sessions.end(session, now)) {
            acts.fire(new SecurityAct("person.signed_out", actor.id(), now, Map.of()));
        }
    }
}
