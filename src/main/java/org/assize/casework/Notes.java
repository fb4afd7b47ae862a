package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.Commitment;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of notes, each with the salt of what the trail commits to. */
@ApplicationScoped
class Notes {

    private final Jdbi jdbi;

    Notes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Written(Note note, Map<String, Object> payload) {}

    Written write(UUID caseId, String body, Actor writtenBy, Instant now) {
        Note note = new Note(Ids.next(), caseId, body, writtenBy.id(), writtenBy.name(), now);
        Commitment commitment = Commitment.to(body);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into note (id, case_id, body, salt, written_by, written_at)
                        values (:id, :case, :body, :salt, :by, :at)""")
                .bind("id", note.id())
                .bind("case", caseId)
                .bind("body", body)
                .bind("salt", commitment.salt())
                .bind("by", writtenBy.id())
                .bind("at", now)
                .execute());
        return new Written(note, Map.of("note", note.id(), "words", commitment.hash()));
    }

    /** The same words in many cases, each with a salt of its own; what each case's event says of them. */
    Map<UUID, Map<String, Object>> write(List<UUID> caseIds, String body, Actor writtenBy, Instant now) {
        Map<UUID, Map<String, Object>> payloads = new LinkedHashMap<>();
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into note (id, case_id, body, salt, written_by, written_at)
                    values (:id, :case, :body, :salt, :by, :at)""");
            for (UUID caseId : caseIds) {
                UUID id = Ids.next();
                Commitment commitment = Commitment.to(body);
                payloads.put(caseId, Map.of("note", id, "words", commitment.hash()));
                batch.bind("id", id)
                        .bind("case", caseId)
                        .bind("body", body)
                        .bind("salt", commitment.salt())
                        .bind("by", writtenBy.id())
                        .bind("at", now)
                        .add();
            }
            if (!caseIds.isEmpty()) {
                batch.execute();
            }
        });
        return payloads;
    }
}
