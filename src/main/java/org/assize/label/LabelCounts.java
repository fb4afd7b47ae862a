package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** How many subjects have a label at an instant, by where it came from; and the first of them to look at. */
@ApplicationScoped
public class LabelCounts {

    /** @param source {@code verdict}, or {@code outcome:} and the outcome's own source */
    public record Count(String subjectKind, String source, long frauds, long legitimate) {}

    private final Jdbi jdbi;
    private final LabelsAsOf labels;

    LabelCounts(Jdbi jdbi, LabelsAsOf labels) {
        this.jdbi = jdbi;
        this.labels = labels;
    }

    /** The last words known at {@code asOf}, each subject once, the commonest source first. */
    public List<Count> bySource(Actor actor, Instant asOf) {
        actor.require(Permission.READ_LABELS);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_kind, source, count(*) filter (where label = 'fraud') as frauds,
                               count(*) filter (where label = 'legitimate') as legitimate
                        from (
                          select distinct on (subject_kind, subject_id) subject_kind, source, label
                          from label where known_at <= :asOf
                          order by subject_kind, subject_id, known_at desc, id desc
                        ) last_word
                        group by subject_kind, source
                        order by subject_kind, count(*) desc, source
                        """)
                .bind("asOf", asOf)
                .map(ConstructorMapper.of(Count.class))
                .list());
    }

    /** The first labels of the export as of {@code asOf}. */
    public List<Label> first(Actor actor, Instant asOf, SubjectKind kind, int limit) {
        actor.require(Permission.READ_LABELS);
        return labels.first(asOf, kind, limit);
    }
}
