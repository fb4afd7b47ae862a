package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** The actor's own notifications, newest first. Nobody reads those of others. */
@ApplicationScoped
public class NotificationList {

    /** Topic of the bulletin: this person's notifications are other than before. */
    public static final String TOPIC = "notifications";

    /** Counted no further: more than a person looks at. */
    public static final int CAP = 99;

    private final Jdbi jdbi;

    NotificationList(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private static final RowMapper<Notification> NOTIFICATION = (row, context) -> {
        ColumnMapper<Instant> instant =
                context.findColumnMapperFor(Instant.class).orElseThrow();
        return new Notification(
                row.getObject("id", UUID.class),
                Notification.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getObject("case_id", UUID.class),
                row.getLong("number"),
                row.getInt("cases"),
                row.getString("body"),
                row.getString("name"),
                instant.map(row, "sent_at", context),
                instant.map(row, "read_at", context));
    };

    /** At most {@link #CAP} + 1. */
    public int unread(Actor actor) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from (
                          select from notification where person_id = :me and read_at is null limit :cap + 1) unread""")
                .bind("me", actor.id())
                .bind("cap", CAP)
                .mapTo(Integer.class)
                .one());
    }

    public Page<Notification> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        // Later than everything: the first page needs no condition of its own.
        Cursor cursor = after == null
                ? Cursor.of("9999-12-31T00:00:00Z", "ffffffff-ffff-ffff-ffff-ffffffffffff")
                : Cursor.decode(after, 2);
        List<Notification> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        select n.id, n.kind, n.case_id, c.number, n.cases,
                               -- what a first reader wrote is read by nobody before the second has read the case
                               case when c.first_reader = person_behind(note.written_by) then '' else note.body end as body, a.name, n.sent_at, n.read_at
                        from notification n
                        join fraud_case c on c.id = n.case_id
                        join note on note.id = n.note_id
                        join actor a on a.id = n.sent_by
                        where n.person_id = :me and (n.sent_at, n.id) < (:at, :id)
                        order by n.sent_at desc, n.id desc limit <limit>""")
                .bind("me", actor.id())
                .bind("at", cursor.instant(0))
                .bind("id", cursor.id(1))
                .define("limit", Page.andOneMore(limit))
                .map(NOTIFICATION)
                .list());
        return Page.of(rows, limit, NotificationList::positionOf);
    }

    public static Cursor positionOf(Notification one) {
        return Cursor.of(one.sentAt().toString(), one.id().toString());
    }
}
