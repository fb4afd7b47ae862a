package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** What was asked on a case, newest first. */
@ApplicationScoped
public class CaseQuestions {

    private static final int MOST = 200;

    private final Jdbi jdbi;

    CaseQuestions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Question> of(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select q.id, q.case_id, q.note_id, q.asked_by as asked_by_id, asker.name as asked_by,
                               q.asked_of as asked_of_id, asked.name as asked_of, q.asked_at, q.answer_id
                        from question q join actor asker on asker.id = q.asked_by join actor asked on asked.id = q.asked_of
                        where q.case_id = :case""" + CaseFile.NOT_OF_THE_FIRST_READER.formatted("q.asked_by") + """
                        order by q.asked_at desc, q.id desc limit :most""")
                        .bind("case", caseId)
                        .bind("me", actor.id())
                        .bind("most", MOST)
                        .mapTo(Question.class)
                        .list());
    }
}
