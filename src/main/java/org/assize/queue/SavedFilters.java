package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The filters that a person has given a name. */
@ApplicationScoped
public class SavedFilters {

    private final Jdbi jdbi;

    SavedFilters(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param address of the list that it filters, such as {@code queues/sellers?market=DE} */
    public record SavedFilter(UUID id, String name, String address) {}

    /** By name. */
    public List<SavedFilter> of(Actor actor) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, name, address from saved_filter where person_id = :me order by lower(name), id limit :most""")
                .bind("me", actor.id())
                .bind("most", SaveFilter.MOST)
                .map(ConstructorMapper.of(SavedFilter.class))
                .list());
    }
}
