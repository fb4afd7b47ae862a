package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everybody who works here or did, by username. */
@ApplicationScoped
public class PeopleList {

    private final People people;

    PeopleList(People people) {
        this.people = people;
    }

    /** @param afterUsername null for the first page */
    public List<Person> page(Actor actor, @Nullable String afterUsername, int limit) {
        actor.require(Permission.MANAGE_PEOPLE);
        return people.list(afterUsername == null ? "" : afterUsername, limit);
    }

    public Optional<Person> find(Actor actor, UUID id) {
        actor.require(Permission.MANAGE_PEOPLE);
        return people.find(id);
    }

    /** The asking person's own entry, which needs no permission; empty for a token. */
    public Optional<Person> self(Actor actor) {
        return people.find(actor.id());
    }
}
