package org.assize.security;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The names behind everything that was ever done; an actor is never deleted. */
final class Actors {

    private Actors() {}

    static void add(Handle handle, UUID id, String kind, String name, Instant now) {
        handle.createUpdate("insert into actor (id, kind, name, created_at) values (:id, :kind, :name, :now)")
                .bind("id", id)
                .bind("kind", kind)
                .bind("name", name)
                .bind("now", now)
                .execute();
    }

    static void rename(Handle handle, UUID id, String name) {
        handle.createUpdate("update actor set name = :name where id = :id")
                .bind("id", id)
                .bind("name", name)
                .execute();
    }
}
