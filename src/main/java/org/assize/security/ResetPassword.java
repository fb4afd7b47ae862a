package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.AssizeClock;

/** Takes somebody's password away at once and gives a link to choose another; for invited people, a fresh link. */
@ApplicationScoped
public class ResetPassword {

    public sealed interface Result {}

    /** @param secret of the link, to be shown once */
    public record Reset(String secret) implements Result {}

    /** There is nobody of that id, or they are deactivated. */
    public record Unknown() implements Result {}

    /** Nobody could sign in to manage people until the link is used. */
    public record LastAdministrator() implements Result {}

    private final People people;
    private final SignInLinks links;
    private final Sessions sessions;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    ResetPassword(People people, SignInLinks links, Sessions sessions, AssizeClock clock, Event<SecurityAct> acts) {
        this.people = people;
        this.links = links;
        this.sessions = sessions;
        this.clock = clock;
        this.acts = acts;
    }

    @Transactional
    public Result reset(Actor actor, UUID id) {
        actor.require(Permission.MANAGE_PEOPLE);
        Instant now = clock.now();
        people.lockAdministrators();
        Optional<Person> found = people.find(id).filter(Person::active);
        if (found.isEmpty()) {
            return new Unknown();
        }
        Person person = found.get();
        if (person.roles().contains(Role.ADMINISTRATOR) && !person.invited() && !people.anotherAdministrator(id)) {
            return new LastAdministrator();
        }
        if (!person.invited()) {
            people.password(id, null);
            sessions.lookAgain();
        }
        acts.fire(new SecurityAct("person.password_reset", actor.id(), now, Map.of("person", id)));
        return new Reset(links.make(
                person.invited() ? SignInLinks.Purpose.INVITATION : SignInLinks.Purpose.NEW_PASSWORD, id, now));
    }
}
