package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;

/** The open cases of subjects, for those who have just flagged them. */
@ApplicationScoped
public class OpenCaseOf {

    private final Jdbi jdbi;

    OpenCaseOf(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<UUID> subject(SubjectRef subject) {
        return Optional.ofNullable(
                subjects(subject.kind(), List.of(subject.id())).get(subject.id()));
    }

    /** Of these subjects of one kind, by their ids; whoever has no open case is absent. */
    public Map<String, UUID> subjects(SubjectKind kind, Collection<String> ids) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id, id from fraud_case
                        -- the array in a question of its own: of one that it knows the planner thinks anew each time
                        where subject_kind = :kind and subject_id = any (cast((select :ids) as text[])) and state <> 'CLOSED'""")
                .bind("kind", kind.code())
                .bindArray("ids", String.class, ids)
                .map((row, _) -> Map.entry(row.getString(1), row.getObject(2, UUID.class)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
