package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** The snapshots there are, newest first, and what is in them. */
@ApplicationScoped
public class Snapshots {

    private static final String COLUMNS = "id, as_of, encode(sha256, 'hex') as sha256, rows, created_at";

    private final Jdbi jdbi;

    Snapshots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest, at most {@code limit} of them. */
    public List<Snapshot> newest(Actor actor, int limit) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select " + COLUMNS + " from snapshot order by created_at desc, id desc limit :limit")
                .bind("limit", limit)
                .mapTo(Snapshot.class)
                .list());
    }

    public Optional<Snapshot> find(Actor actor, UUID id) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from snapshot where id = :id")
                .bind("id", id)
                .mapTo(Snapshot.class)
                .findOne());
    }

    /** The CSV that was frozen, byte for byte. */
    public Optional<InputStream> content(Actor actor, UUID id) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery("select content from snapshot where id = :id")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne())
                .map(TakeSnapshot::unpacked);
    }
}
