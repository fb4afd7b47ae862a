package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;

/** The open case of a subject, for those who have just flagged it. */
@ApplicationScoped
public class OpenCaseOf {

    private final Jdbi jdbi;

    OpenCaseOf(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<UUID> subject(SubjectRef subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id from fraud_case
                        where subject_kind = :kind and subject_id = :id and state <> 'CLOSED'""")
                .bind("kind", subject.kind().code())
                .bind("id", subject.id())
                .mapTo(UUID.class)
                .findOne());
    }
}
