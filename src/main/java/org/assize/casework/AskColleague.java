package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Colleagues;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Asks one person a question about a case. The case stays with whoever holds it; the answer comes as a note. */
@ApplicationScoped
public class AskColleague {

    private final FraudCases cases;
    private final Notes notes;
    private final Notifications notifications;
    private final Colleagues colleagues;
    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AskColleague(
            FraudCases cases,
            Notes notes,
            Notifications notifications,
            Colleagues colleagues,
            Jdbi jdbi,
            AuditTrail trail,
            AssizeClock clock) {
        this.cases = cases;
        this.notes = notes;
        this.notifications = notifications;
        this.colleagues = colleagues;
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Asked(UUID questionId) implements Result {}

    public record NoSuchCase() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result ask(Actor actor, UUID caseId, UUID of, String question) {
        actor.require(Permission.WORK_CASES);
        List<FieldError> errors = new ArrayList<>(Words.check("question", question, Note.LONGEST));
        if (of.equals(actor.id())) {
            errors.add(new FieldError("of", "self", "must be somebody else"));
        } else if (!colleagues.works(of)) {
            errors.add(new FieldError("of", "unknown", "must be an active person who works cases"));
        }
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        if (cases.find(caseId).isEmpty()) {
            return new NoSuchCase();
        }
        Instant now = clock.now();
        Notes.Written written = notes.write(caseId, question, actor, now);
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into question (id, case_id, note_id, asked_by, asked_of, asked_at)
                        values (:id, :case, :note, :by, :of, :at)""")
                .bind("id", id)
                .bind("case", caseId)
                .bind("note", written.note().id())
                .bind("by", actor.id())
                .bind("of", of)
                .bind("at", now)
                .execute());
        notifications.send(
                List.of(of), Notification.Kind.QUESTION, caseId, written.note().id(), actor, now);
        Map<String, Object> payload = new LinkedHashMap<>(written.payload());
        payload.put("question", id);
        payload.put("of", of);
        trail.ofCase(caseId, "question.asked", actor, now, payload);
        return new Asked(id);
    }
}
