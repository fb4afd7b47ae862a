package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The people to whom work can be given: active, and allowed to work cases. */
@ApplicationScoped
public class Colleagues {

    private static final int MOST = 500;

    private final Jdbi jdbi;

    Colleagues(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public record Colleague(UUID id, String name) {}

    /** By name, without the actor. */
    public List<Colleague> of(Actor actor) {
        actor.require(Permission.WORK_CASES);
        String[] roles = Arrays.stream(Role.values())
                .filter(role -> role.grants(Permission.WORK_CASES))
                .map(Role::code)
                .toArray(String[]::new);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, display_name as name from person
                        where active and roles && :roles and id <> :me
                        order by lower(display_name), id limit :most""")
                .bindArray("roles", String.class, (Object[]) roles)
                .bind("me", actor.id())
                .bind("most", MOST)
                .map(ConstructorMapper.of(Colleague.class))
                .list());
    }
}
