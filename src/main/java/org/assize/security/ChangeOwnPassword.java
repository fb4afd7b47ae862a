package org.assize.security;

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

    /** Needs no permission but being the person. */
    @Transactional
    public Result change(Actor actor, String current, String wanted) {
        Instant now = clock.now();
        Optional<Person> person = people.find(actor.id());
        Optional<People.Guess> guess = people.current(actor.id());
        if (person.isEmpty()
                || guess.isEmpty()
                || !passwords.matches(current, guess.get().passwordHash())) {
            return new Refused(List.of(Fault.PASSWORD_WRONG));
        }
        Optional<Fault> fault = Passwords.judge(wanted, person.get().username());
        if (fault.isPresent()) {
            return new Refused(List.of(fault.get()));
        }
        people.password(actor.id(), passwords.hash(wanted));
        sessions.lookAgain();
        acts.fire(new SecurityAct("person.password_changed", actor.id(), now, Map.of()));
        return new Changed();
    }
}
