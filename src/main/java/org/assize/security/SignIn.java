package org.assize.security;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assize.platform.AssizeClock;

/**
 * A username and a password become a session. The guess is counted in a transaction of its own before the password is
 * looked at, so that neither parallel guesses nor a crash in between come free.
 */
@ApplicationScoped
public class SignIn {

    private final People people;
    private final Sessions sessions;
    private final Passwords passwords;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    SignIn(People people, Sessions sessions, Passwords passwords, AssizeClock clock, Event<SecurityAct> acts) {
        this.people = people;
        this.sessions = sessions;
        this.passwords = passwords;
        this.clock = clock;
        this.acts = acts;
    }

    /** @return the secret of the new session, for the cookie; empty whatever the reason, which nobody outside learns */
    public Optional<String> signIn(String username, String password) {
        Instant now = clock.now();
        String tidy = Person.tidy(username);
        // nobody's name has another form, and what has a NUL in it can't even be asked for
        Optional<People.Guess> guess = Person.judgeUsername(tidy).isPresent()
                ? Optional.empty()
                : QuarkusTransaction.requiringNew().call(() -> people.takeGuess(tidy, now));
        boolean right = passwords.matches(
                password, guess.map(People.Guess::passwordHash).orElse(null));
        return guess.flatMap(
                taken -> QuarkusTransaction.requiringNew().call(() -> right ? admit(taken, now) : refuse(taken, now)));
    }

    private Optional<String> admit(People.Guess guess, Instant now) {
        if (!people.signIn(guess, now)) {
            return Optional.empty();
        }
        acts.fire(new SecurityAct("person.signed_in", guess.id(), now, Map.of()));
        return Optional.of(sessions.open(guess.id(), guess.epoch(), now));
    }

    private Optional<String> refuse(People.Guess guess, Instant now) {
        acts.fire(new SecurityAct(
                "person.sign_in_failed", Actor.SYSTEM_ID, now, Map.of("person", guess.id(), "failed", guess.failed())));
        if (guess.lockedUntil() != null) {
            acts.fire(new SecurityAct(
                    "person.locked_out",
                    Actor.SYSTEM_ID,
                    now,
                    Map.of("person", guess.id(), "until", guess.lockedUntil())));
        }
        return Optional.empty();
    }
}
