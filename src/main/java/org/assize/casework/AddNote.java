package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Writes a note into a case. Anybody who works cases may, whoever holds it and even after it closed. Who is named in it
 * with an {@code @} is told.
 */
@ApplicationScoped
public class AddNote {

    private final FraudCases cases;
    private final Notes notes;
    private final Mentions mentions;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AddNote(FraudCases cases, Notes notes, Mentions mentions, AuditTrail trail, AssizeClock clock) {
        this.cases = cases;
        this.notes = notes;
        this.mentions = mentions;
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
        Map<String, Object> payload = new LinkedHashMap<>(written.payload());
        List<UUID> told = mentions.tell(written.note(), actor, now);
        if (!told.isEmpty()) {
            payload.put("mentioned", told);
        }
        trail.ofCase(caseId, "note.added", actor, now, payload);
        return new Added(written.note());
    }
}
