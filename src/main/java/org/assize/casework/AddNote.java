package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Writes a note into a case. Anybody who works cases may, whoever holds it and even after it closed. */
@ApplicationScoped
public class AddNote {

    private final FraudCases cases;
    private final Notes notes;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AddNote(FraudCases cases, Notes notes, AuditTrail trail, AssizeClock clock) {
        this.cases = cases;
        this.notes = notes;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Added(Note note) implements Result {}

    public record NoSuchCase() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result add(Actor actor, UUID caseId, String body) {
        actor.require(Permission.WORK_CASES);
        List<FieldError> errors = Words.check("body", body, Note.LONGEST);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        if (cases.find(caseId).isEmpty()) {
            return new NoSuchCase();
        }
        Instant now = clock.now();
        Notes.Written written = notes.write(caseId, body, actor, now);
        trail.ofCase(caseId, "note.added", actor, now, written.payload());
        return new Added(written.note());
    }
}
