package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;

/** Rows of notifications. Only people have them: a program that asks a question reads the answer in the case. */
@ApplicationScoped
class Notifications {

    private final Jdbi jdbi;
    private final Bulletin bulletin;

    Notifications(Jdbi jdbi, Bulletin bulletin) {
        this.jdbi = jdbi;
        this.bulletin = bulletin;
    }

    void send(Collection<UUID> to, Notification.Kind kind, UUID caseId, UUID noteId, Actor sentBy, Instant now) {
        send(to, kind, caseId, noteId, 1, sentBy, now);
    }

    /** @param cases that one act concerned, of which {@code caseId} is the first */
    void send(
            Collection<UUID> to,
            Notification.Kind kind,
            UUID caseId,
            UUID noteId,
            int cases,
            Actor sentBy,
            Instant now) {
        List<UUID> people = to.stream().distinct().toList();
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("""
                    insert into notification (id, person_id, kind, case_id, note_id, cases, sent_by, sent_at)
                    select :id, p.id, :kind, :case, :note, :cases, :by, :at from person p where p.id = :person""");
            people.forEach(person -> batch.bind("id", Ids.next())
                    .bind("person", person)
                    .bind("kind", kind.name().toLowerCase(Locale.ROOT))
                    .bind("case", caseId)
                    .bind("note", noteId)
                    .bind("cases", cases)
                    .bind("by", sentBy.id())
                    .bind("at", now)
                    .add());
            if (!people.isEmpty()) {
                batch.execute();
            }
        });
        tell(people);
    }

    /** Those that have been read stay: what somebody knows is not made unsaid. */
    void takeBack(Notification.Kind kind, Actor sentBy, Instant sentAt) {
        tell(jdbi.withHandle(handle -> handle.createQuery("""
                        delete from notification
                        where sent_by = :by and sent_at = :at and kind = :kind and read_at is null
                        returning person_id""")
                .bind("by", sentBy.id())
                .bind("at", sentAt)
                .bind("kind", kind.name().toLowerCase(Locale.ROOT))
                .mapTo(UUID.class)
                .list()));
    }

    private void tell(List<UUID> people) {
        bulletin.post(people.stream()
                .map(person -> Change.of(NotificationList.TOPIC, person))
                .toList());
    }
}
