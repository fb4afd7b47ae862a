package org.assize.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.assize.platform.AssizeClock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A database without people has no one who could invite any: whoever starts the server gets the link by which the first
 * administrator is made. There is no default password to forget about.
 */
@ApplicationScoped
class FirstAdministrator {

    private final People people;
    private final SignInLinks links;
    private final AssizeClock clock;
    private final Config settings;
    private final boolean wanted;

    FirstAdministrator(
            People people,
            SignInLinks links,
            AssizeClock clock,
            Config settings,
            @ConfigProperty(name = "assize.first-administrator", defaultValue = "true") boolean wanted) {
        this.people = people;
        this.links = links;
        this.clock = clock;
        this.settings = settings;
        this.wanted = wanted;
    }

    @Transactional
    void onStart(@Observes StartupEvent start) {
        if (!wanted || !people.nobody()) {
            return;
        }
        String secret = links.make(SignInLinks.Purpose.FIRST_ADMINISTRATOR, null, clock.now());
        String port =
                settings.getOptionalValue("quarkus.http.port", String.class).orElse("8080");
        // On the console and not in the log, which is kept and shipped.
        System.out.println("""

                Nobody is here yet. This link makes the first administrator; it works once, for 24 hours:
                  http://localhost:%s%s
                """.formatted(port, WelcomePath.of(secret)));
    }
}
