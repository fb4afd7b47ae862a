package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The people one works with: those to whom work can be given, and those whom one can name. All of them are active. */
@ApplicationScoped
public class Colleagues {

    private static final int MOST = 500;

    private final Jdbi jdbi;

    Colleagues(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param username what follows the @ when somebody is named in a text */
    public record Colleague(UUID id, String name, String username) {}

    /** Who may work cases: by name, without the actor. */
    public List<Colleague> of(Actor actor) {
        actor.require(Permission.WORK_CASES);
        return who(actor, Permission.WORK_CASES);
    }

    /** Who may read cases, and can therefore be named on one: by name, without the actor. */
    public List<Colleague> readers(Actor actor) {
        actor.require(Permission.WORK_CASES);
        return who(actor, Permission.READ_CASES);
    }

    /** Those of the usernames that are somebody who may read cases; how they are written does not matter. */
    public List<Colleague> named(Collection<String> usernames) {
        if (usernames.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, display_name as name, username from person
                        where active and roles && :roles and lower(username) = any(:names)
                        order by lower(username) limit :most""")
                .bindArray("roles", String.class, (Object[]) granting(Permission.READ_CASES))
                .bindArray(
                        "names",
                        String.class,
                        usernames.stream()
                                .map(name -> (Object) name.toLowerCase(Locale.ROOT))
                                .toArray())
                .bind("most", MOST)
                .map(ConstructorMapper.of(Colleague.class))
                .list());
    }

    /** Whether work can be given to this person. */
    public boolean works(UUID person) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select from person where id = :id and active and roles && :roles)")
                .bind("id", person)
                .bindArray("roles", String.class, (Object[]) granting(Permission.WORK_CASES))
                .mapTo(Boolean.class)
                .one());
    }

    private static String[] granting(Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> role.grants(permission))
                .map(Role::code)
                .toArray(String[]::new);
    }

    private List<Colleague> who(Actor actor, Permission permission) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, display_name as name, username from person
                        where active and roles && :roles and id <> :me
                        order by lower(display_name), id limit :most""")
                .bindArray("roles", String.class, (Object[]) granting(permission))
                .bind("me", actor.id())
                .bind("most", MOST)
                .map(ConstructorMapper.of(Colleague.class))
                .list());
    }
}
