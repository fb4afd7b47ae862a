package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.jspecify.annotations.Nullable;

/** Makes a token for a program; its secret is in the answer and nowhere else afterwards. */
@ApplicationScoped
public class CreateToken {

    public sealed interface Result {}

    /** @param secret what the program sends as {@code Authorization: Bearer} */
    public record Created(UUID id, String secret) implements Result {}

    public record Refused(List<Fault> faults) implements Result {}

    private static final String PREFIX = "assize_";

    private final ApiTokens tokens;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    CreateToken(ApiTokens tokens, AssizeClock clock, Event<SecurityAct> acts) {
        this.tokens = tokens;
        this.clock = clock;
        this.acts = acts;
    }

    /** @param expiresAt null for a token that works until it is revoked */
    @Transactional
    public Result create(Actor actor, String name, Set<Permission> scopes, @Nullable Instant expiresAt) {
        actor.require(Permission.MANAGE_TOKENS);
        Instant now = clock.now();
        String tidy = Person.tidy(name);
        var faults = new ArrayList<Fault>();
        Person.judgeName(tidy, Fault.TOKEN_NAME_FORM).ifPresent(faults::add);
        if (tidy.equals(ApiTokens.BOOTSTRAP)) {
            faults.add(Fault.TOKEN_NAME_FORM);
        }
        if (scopes.isEmpty()) {
            faults.add(Fault.SCOPES_REQUIRED);
        }
        // An administrator may make anybody anything, in the trail; a program may not outgrow itself.
        if (actor instanceof Actor.Token token && !token.scopes().containsAll(scopes)) {
            faults.add(Fault.SCOPE_BEYOND);
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            faults.add(Fault.EXPIRY_PAST);
        }
        if (!faults.isEmpty()) {
            return new Refused(faults);
        }
        UUID id = Ids.next();
        String secret = PREFIX + Secrets.next();
        tokens.add(id, tidy, secret, scopes, actor.id(), now, expiresAt);
        acts.fire(new SecurityAct(
                "token.created",
                actor.id(),
                now,
                Map.of(
                        "token",
                        id,
                        "scopes",
                        scopes.stream().map(Permission::scope).sorted().toList())));
        return new Created(id, secret);
    }
}
