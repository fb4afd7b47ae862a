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
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;

/**
 * Whoever holds a link chooses a password with it, once: an invited person, one whose password was reset, and the first
 * administrator, who chooses the name too. Holding the link is the permission.
 */
@ApplicationScoped
public class ChoosePassword {

    public sealed interface Result {}

    public record Chosen() implements Result {}

    /** Used, expired, replaced by a newer one, or never given out. */
    public record LinkOver() implements Result {}

    public record Refused(List<Fault> faults) implements Result {}

    /** Who a link is for; the names are empty for the first administrator. */
    public record Invitation(boolean first, String username, String displayName) {}

    private final SignInLinks links;
    private final People people;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;

    ChoosePassword(
            SignInLinks links,
            People people,
            Passwords passwords,
            Sessions sessions,
            AssizeClock clock,
            Event<SecurityAct> acts) {
        this.links = links;
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.clock = clock;
        this.acts = acts;
    }

    /** @return empty when the link is over */
    public Optional<Invitation> invitation(String secret) {
        return links.find(secret, clock.now()).flatMap(link -> {
            if (link.person() == null) {
                return people.nobody() ? Optional.of(new Invitation(true, "", "")) : Optional.empty();
            }
            return people.find(link.person())
                    .filter(Person::active)
                    .map(person -> new Invitation(false, person.username(), person.displayName()));
        });
    }

    /** The names are heard from the first administrator only. */
    @Transactional
    public Result choose(String secret, String username, String displayName, String password) {
        Instant now = clock.now();
        Optional<Invitation> invitation = invitation(secret);
        if (invitation.isEmpty()) {
            return new LinkOver();
        }
        boolean first = invitation.get().first();
        String name = first ? Person.tidy(username) : invitation.get().username();
        String shown = first ? Person.tidy(displayName) : invitation.get().displayName();
        var faults = new ArrayList<Fault>();
        Person.judgeUsername(name).ifPresent(faults::add);
        Person.judgeName(shown, Fault.DISPLAY_NAME_FORM).ifPresent(faults::add);
        Passwords.judge(password, name).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            return new Refused(faults);
        }
        Optional<SignInLinks.Link> link = links.use(secret, now);
        if (link.isEmpty()) {
            return new LinkOver();
        }
        String hash = passwords.hash(password);
        UUID person = link.get().person();
        if (person != null) {
            people.password(person, hash);
            sessions.lookAgain();
            acts.fire(new SecurityAct("person.password_chosen", person, now, Map.of()));
            return new Chosen();
        }
        return begin(name, shown, hash, now);
    }

    private Result begin(String username, String displayName, String hash, Instant now) {
        people.lockAdministrators();
        UUID id = Ids.next();
        if (!people.nobody() || !people.add(id, username, displayName, Set.of(Role.ADMINISTRATOR), hash, now)) {
            return new LinkOver();
        }
        links.withdrawFirst();
        acts.fire(new SecurityAct(
                "person.first_administrator", id, now, Map.of("roles", List.of(Role.ADMINISTRATOR.code()))));
        return new Chosen();
    }
}
