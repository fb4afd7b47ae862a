package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The snapshots there are, newest first, and what is in them. */
@ApplicationScoped
public class Snapshots {

    private static final String COLUMNS = "id, as_of, encode(sha256, 'hex') as sha256, rows, created_at";

    private final Jdbi jdbi;

    Snapshots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest first; {@code after} is the {@code next} of the page before. */
    public Page<Snapshot> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_LABELS);
        Cursor from = after == null ? null : Cursor.decode(after, 2);
        List<Snapshot> rows = jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + """
                         from snapshot
                        where cast(:at as timestamptz) is null or (created_at, id) < (:at, :id)
                        order by created_at desc, id desc limit <limit>
                        """)
                .bindByType("at", from == null ? null : from.instant(0), Instant.class)
                .bindByType("id", from == null ? null : from.id(1), UUID.class)
                .define("limit", Page.andOneMore(limit))
                .mapTo(Snapshot.class)
                .list());
        return Page.of(
                rows,
                limit,
                last -> Cursor.of(last.createdAt().toString(), last.id().toString()));
    }

    public Optional<Snapshot> find(Actor actor, UUID id) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from snapshot where id = :id")
                .bind("id", id)
                .mapTo(Snapshot.class)
                .findOne());
    }

    /** The labels that were frozen; empty when there is no such snapshot. */
    public Optional<List<Label>> labels(Actor actor, UUID id) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery("select content from snapshot where id = :id")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne())
                .map(TakeSnapshot::unpacked)
                .map(SnapshotContent::read);
    }
}
