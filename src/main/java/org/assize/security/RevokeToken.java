package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.AssizeClock;

/** Ends a token, on this node at once and on others within two seconds. */
@ApplicationScoped
public class RevokeToken {

    public enum Result {
        REVOKED,
        REVOKED_BEFORE,
        UNKNOWN
    }

    private final ApiTokens tokens;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    RevokeToken(ApiTokens tokens, AssizeClock clock, Event<SecurityAct> acts) {
        this.tokens = tokens;
        this.clock = clock;
        this.acts = acts;
    }

    @Transactional
    public Result revoke(Actor actor, UUID token) {
        actor.require(Permission.MANAGE_TOKENS);
        Instant now = clock.now();
        if (!tokens.revoke(token, now)) {
            return tokens.exists(token) ? Result.REVOKED_BEFORE : Result.UNKNOWN;
        }
        acts.fire(new SecurityAct("token.revoked", actor.id(), now, Map.of("token", token)));
        return Result.REVOKED;
    }
}
