package org.assize.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.BootRefused;
import org.assize.platform.Ids;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code ASSIZE_BOOTSTRAP_TOKEN}: the one token that an installation can give itself, for automation. It carries every
 * scope; a start without it revokes it.
 */
@ApplicationScoped
class BootstrapToken {

    private static final int SHORTEST = 32;

    private final ApiTokens tokens;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;
    private final Optional<String> secret;

    BootstrapToken(
            ApiTokens tokens,
            AssizeClock clock,
            Event<SecurityAct> acts,
            @ConfigProperty(name = "assize.bootstrap.token") Optional<String> secret) {
        this.tokens = tokens;
        this.clock = clock;
        this.acts = acts;
        this.secret = secret;
    }

    @Transactional
    void onStart(@Observes StartupEvent start) {
        Instant now = clock.now();
        tokens.takeTurns();
        Optional<UUID> earlier = tokens.bootstrap();
        if (secret.isPresent()) {
            provision(secret.get().strip(), earlier, now);
        } else if (earlier.isPresent() && tokens.revoke(earlier.get(), now)) {
            acts.fire(new SecurityAct("token.revoked", Actor.SYSTEM_ID, now, Map.of("token", earlier.get())));
        }
    }

    private void provision(String text, Optional<UUID> earlier, Instant now) {
        if (text.length() < SHORTEST) {
            throw new BootRefused("ASSIZE_BOOTSTRAP_TOKEN must be at least " + SHORTEST + " characters long.");
        }
        if (earlier.isPresent() && tokens.isCurrent(earlier.get(), text)) {
            return;
        }
        UUID id = earlier.orElseGet(Ids::next);
        if (earlier.isPresent()) {
            tokens.renew(id, text);
        } else {
            tokens.add(id, ApiTokens.BOOTSTRAP, text, Set.of(Permission.values()), Actor.SYSTEM_ID, now, null);
        }
        acts.fire(new SecurityAct("token.provisioned", Actor.SYSTEM_ID, now, Map.of("token", id)));
    }
}
