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

/** Brings somebody in: with a link by which they choose their own password or, for automation, with a password. */
@ApplicationScoped
public class InvitePerson {

    public sealed interface Result {}

    /** @param secret of the link, to be shown once; null when a password was given */
    public record Invited(UUID person, @Nullable String secret) implements Result {}

    public record Refused(List<Fault> faults) implements Result {}

    private final People people;
    private final SignInLinks links;
    private final Passwords passwords;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    InvitePerson(People people, SignInLinks links, Passwords passwords, AssizeClock clock, Event<SecurityAct> acts) {
        this.people = people;
        this.links = links;
        this.passwords = passwords;
        this.clock = clock;
        this.acts = acts;
    }

    @Transactional
    public Result invite(Actor actor, String username, String displayName, Set<Role> roles, @Nullable String password) {
        actor.require(Permission.MANAGE_PEOPLE);
        Instant now = clock.now();
        String name = Person.tidy(username);
        String shown = Person.tidy(displayName);
        var faults = new ArrayList<Fault>();
        Person.judgeUsername(name).ifPresent(faults::add);
        Person.judgeName(shown, Fault.DISPLAY_NAME_FORM).ifPresent(faults::add);
        if (roles.isEmpty()) {
            faults.add(Fault.ROLES_REQUIRED);
        }
        if (password != null) {
            Passwords.judge(password, name).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            return new Refused(faults);
        }
        UUID id = Ids.next();
        String hash = password == null ? null : passwords.hash(password);
        if (!people.add(id, name, shown, roles, hash, now)) {
            return new Refused(List.of(Fault.USERNAME_TAKEN));
        }
        acts.fire(new SecurityAct(
                "person.invited",
                actor.id(),
                now,
                Map.of(
                        "person",
                        id,
                        "roles",
                        roles.stream().map(Role::code).sorted().toList(),
                        "with_password",
                        password != null)));
        return new Invited(id, password == null ? links.make(SignInLinks.Purpose.INVITATION, id, now) : null);
    }
}
