package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Answers a question that the actor was asked: once, as a note of the case, and tells who asked. */
@ApplicationScoped
public class AnswerQuestion {

    private final Notes notes;
    private final Notifications notifications;
    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AnswerQuestion(Notes notes, Notifications notifications, Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.notes = notes;
        this.notifications = notifications;
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Answered(Note note) implements Result {}

    /** There is no such question, or it was put to somebody else. */
    public record NotAsked() implements Result {}

    public record AlreadyAnswered() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** An open question, locked by this transaction. */
    public record Open(UUID caseId, UUID askedBy, boolean answered) {}

    @Transactional
    public Result answer(Actor actor, UUID questionId, String answer) {
        actor.require(Permission.WORK_CASES);
        List<FieldError> errors = Words.check("answer", answer, Note.LONGEST);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Optional<Open> found = jdbi.withHandle(handle -> handle.createQuery("""
                        select case_id, asked_by, answer_id is not null as answered from question
                        where id = :id and asked_of = :me for update""")
                .bind("id", questionId)
                .bind("me", actor.id())
                .mapTo(Open.class)
                .findOne());
        if (found.isEmpty()) {
            return new NotAsked();
        }
        Open question = found.get();
        if (question.answered()) {
            return new AlreadyAnswered();
        }
        Instant now = clock.now();
        Notes.Written written = notes.write(question.caseId(), answer, actor, now);
        jdbi.useHandle(
                handle -> handle.createUpdate("update question set answer_id = :note, answered_at = :at where id = :id")
                        .bind("note", written.note().id())
                        .bind("at", now)
                        .bind("id", questionId)
                        .execute());
        notifications.send(
                List.of(question.askedBy()),
                Notification.Kind.ANSWER,
                question.caseId(),
                written.note().id(),
                actor,
                now);
        Map<String, Object> payload = new LinkedHashMap<>(written.payload());
        payload.put("question", questionId);
        trail.ofCase(question.caseId(), "question.answered", actor, now, payload);
        return new Answered(written.note());
    }
}
