package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Who answers for what an actor does. Of a token that is the person who made it, or who made the token that made it: where
 * four eyes are wanted, a person and a token of theirs are two of them. A token that no person made, such as the bootstrap
 * token, answers for itself.
 */
@ApplicationScoped
public class PersonBehind {

    private final Jdbi jdbi;

    PersonBehind(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @return the id of a person, or of the actor itself */
    public UUID of(UUID actor) {
        return jdbi.withHandle(handle -> handle.createQuery("select person_behind(:actor)")
                .bind("actor", actor)
                .mapTo(UUID.class)
                .one());
    }
}
