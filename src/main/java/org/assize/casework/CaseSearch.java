package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;

/** Cases for somebody who looks for them by number, or by whom they are about. */
@ApplicationScoped
public class CaseSearch {

    private final Jdbi jdbi;

    CaseSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<FraudCase> byNumber(Actor actor, long number) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(
                handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + " where c.number = :number")
                        .bind("number", number)
                        .map(FraudCase.ROW)
                        .map(its -> its.asSeenBy(actor))
                        .findOne());
    }

    /** The open case of each of these subjects, or else its latest; nothing for those that never had one. */
    public Map<SubjectRef, FraudCase> ofSubjects(Actor actor, Collection<SubjectRef> subjects) {
        actor.require(Permission.READ_CASES);
        if (subjects.isEmpty()) {
            return Map.of();
        }
        List<SubjectRef> asked = List.copyOf(subjects);
        return jdbi
                .withHandle(handle -> handle.createQuery(FraudCase.selectFrom("""
                                (
                                  select its.*
                                  from unnest(:kind::text[], :subject::text[]) as asked (kind, subject)
                                  cross join lateral (
                                    select * from fraud_case f
                                    where f.subject_kind = asked.kind and f.subject_id = asked.subject
                                    order by f.state = 'CLOSED', f.opened_at desc limit 1
                                  ) its
                                )"""))
                        .bindArray(
                                "kind",
                                String.class,
                                asked.stream()
                                        .map(each -> (Object) each.kind().code())
                                        .toArray())
                        .bindArray(
                                "subject",
                                String.class,
                                asked.stream().map(each -> (Object) each.id()).toArray())
                        .map(FraudCase.ROW)
                        .map(its -> its.asSeenBy(actor))
                        .list())
                .stream()
                .collect(Collectors.toMap(FraudCase::subject, Function.identity(), (one, other) -> one));
    }
}
