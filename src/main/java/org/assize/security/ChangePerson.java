package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.jspecify.annotations.Nullable;

/**
 * Changes what somebody is called, what they may do, and whether they may do anything. Whoever loses a role or is
 * deactivated is signed out everywhere within seconds.
 */
@ApplicationScoped
public class ChangePerson {

    public sealed interface Result {}

    public record Changed(Person person) implements Result {}

    public record Unknown() implements Result {}

    /** Somebody else changed the person since; this is how they are now. */
    public record Stale(Person person) implements Result {}

    /** Nobody would be left who can manage people. */
    public record LastAdministrator() implements Result {}

    public record Refused(List<Fault> faults) implements Result {}

    /** What is to change; null leaves it. */
    public record Wish(
            @Nullable String displayName,
            @Nullable Set<Role> roles,
            @Nullable Boolean active) {}

    private final People people;
    private final SignInLinks links;
    private final Sessions sessions;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;
    private final Event<WorkTakenAway> workTakenAway;

    ChangePerson(
            People people,
            SignInLinks links,
            Sessions sessions,
            AssizeClock clock,
            Event<SecurityAct> acts,
            Event<WorkTakenAway> workTakenAway) {
        this.people = people;
        this.links = links;
        this.sessions = sessions;
        this.clock = clock;
        this.acts = acts;
        this.workTakenAway = workTakenAway;
    }

    /** @param version the version the wish was made in view of; null for whatever it is now */
    @Transactional
    public Result change(Actor actor, UUID id, @Nullable Integer version, Wish wish) {
        actor.require(Permission.MANAGE_PEOPLE);
        Instant now = clock.now();
        people.lockAdministrators();
        Optional<Person> found = people.find(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        Person before = found.get();
        Person after = wished(before, wish);
        var faults = new ArrayList<Fault>();
        Person.judgeName(after.displayName(), Fault.DISPLAY_NAME_FORM).ifPresent(faults::add);
        if (after.roles().isEmpty()) {
            faults.add(Fault.ROLES_REQUIRED);
        }
        if (!faults.isEmpty()) {
            return new Refused(faults);
        }
        if (administers(before) && !administers(after) && !people.anotherAdministrator(id)) {
            return new LastAdministrator();
        }
        if (!people.change(after, version == null ? before.version() : version)) {
            return new Stale(before);
        }
        if (!after.active()) {
            links.withdraw(id);
        }
        sessions.lookAgain();
        if (worksCases(before) && !worksCases(after)) {
            workTakenAway.fire(new WorkTakenAway(id, actor, now));
        }
        acts.fire(new SecurityAct("person.changed", actor.id(), now, told(before, after)));
        return new Changed(people.find(id).orElse(after));
    }

    private static Person wished(Person before, Wish wish) {
        return new Person(
                before.id(),
                before.username(),
                wish.displayName() == null ? before.displayName() : Person.tidy(wish.displayName()),
                wish.roles() == null ? before.roles() : Set.copyOf(wish.roles()),
                wish.active() == null ? before.active() : wish.active(),
                before.invited(),
                before.lastSignInAt(),
                before.lockedUntil(),
                before.createdAt(),
                before.version());
    }

    private static boolean worksCases(Person person) {
        return person.active() && person.roles().stream().anyMatch(role -> role.grants(Permission.WORK_CASES));
    }

    private static boolean administers(Person person) {
        return person.active() && !person.invited() && person.roles().contains(Role.ADMINISTRATOR);
    }

    /** Codes only: the trail must not hold names. */
    private static Map<String, Object> told(Person before, Person after) {
        var payload = new TreeMap<String, Object>(Map.of("person", before.id()));
        if (!before.roles().equals(after.roles())) {
            payload.put("roles_before", codes(before));
            payload.put("roles", codes(after));
        }
        if (before.active() != after.active()) {
            payload.put("active", after.active());
        }
        if (!before.displayName().equals(after.displayName())) {
            payload.put("renamed", true);
        }
        return payload;
    }

    private static List<String> codes(Person person) {
        return person.roles().stream().map(Role::code).sorted().toList();
    }
}
