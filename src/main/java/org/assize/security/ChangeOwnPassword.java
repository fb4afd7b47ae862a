package org.assize.security;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assize.platform.AssizeClock;

/** A person replaces their own password, knowing the old one; every session under the old one is over, this one too. */
@ApplicationScoped
public class ChangeOwnPassword {

    public sealed interface Result {}

    public record Changed() implements Result {}

    public record Refused(List<Fault> faults) implements Result {}

    private final People people;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    ChangeOwnPassword(
            People people, Passwords passwords, Sessions sessions, AssizeClock clock, Event<SecurityAct> acts) {
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.clock = clock;
        this.acts = acts;
    }

    /**
     * Needs no permission but being the person. Whoever finds a browser left open has as many guesses at the current
     * password as at the door, and they count there too.
     */
    @Transactional
    public Result change(Actor actor, String current, String wanted) {
        Instant now = clock.now();
        Optional<Person> person = people.find(actor.id());
        if (person.isEmpty()) {
            return new Refused(List.of(Fault.PASSWORD_WRONG));
        }
        String username = person.get().username();
        // before the guess is counted: choosing badly is no guess
        Optional<Fault> fault = Passwords.judge(wanted, username);
        if (fault.isPresent()) {
            return new Refused(List.of(fault.get()));
        }
        Optional<People.Guess> guess = QuarkusTransaction.requiringNew().call(() -> people.takeGuess(username, now));
        if (guess.isEmpty()) {
            return new Refused(List.of(Fault.PASSWORD_LOCKED));
        }
        if (!passwords.matches(current, guess.get().passwordHash())) {
            acts.fire(new SecurityAct(
                    "person.password_refused",
                    actor.id(),
                    now,
                    Map.of("failed", guess.get().failed())));
            Instant lockedUntil = guess.get().lockedUntil();
            if (lockedUntil != null) {
                acts.fire(new SecurityAct(
                        "person.locked_out", Actor.SYSTEM_ID, now, Map.of("person", actor.id(), "until", lockedUntil)));
            }
            return new Refused(List.of(Fault.PASSWORD_WRONG));
        }
        people.password(actor.id(), passwords.hash(wanted));
        sessions.lookAgain();
        acts.fire(new SecurityAct("person.password_changed", actor.id(), now, Map.of()));
        return new Changed();
    }
}
