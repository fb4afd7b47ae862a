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
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        with recursive behind (id) as (
                          select cast(:actor as uuid)
                          union
                          select token.created_by from behind join api_token token on token.id = behind.id
                        )
                        select coalesce((select behind.id from behind join person on person.id = behind.id), :actor)
                        """).bind("actor", actor).mapTo(UUID.class).one());
    }
}
