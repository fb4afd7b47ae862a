package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.flagging.Flag;
import org.assize.flagging.SubjectFlagged;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Everything in one case, but the subject itself (package subject) and the timeline. */
@ApplicationScoped
public class CaseFile {

    /** Earlier cases, notes and flags shown; what is older is in the timeline. */
    private static final int MOST = 200;

    private final Jdbi jdbi;

    CaseFile(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param flags oldest first; the first one opened the case
     * @param verdicts newest first
     * @param notes newest first
     * @param earlier other cases of the same subject, newest first
     * @param scoreIsHidden from the actor, who holds the case and has yet to decide it
     */
    public record Contents(
            FraudCase fraudCase,
            List<Flag> flags,
            List<ReachedVerdict> verdicts,
            List<Note> notes,
            List<EarlierCase> earlier,
            boolean scoreIsHidden) {}

    /**
     * A verdict as it reads in the file.
     *
     * @param policySection and {@code policyVersion}: of the policy text that was in force for its typology; null when none was
     */
    public record ReachedVerdict(
            UUID id,
            String decision,
            @Nullable String typology,
            String confidence,
            boolean flagUseful,
            String rationale,
            List<String> actions,
            UUID reachedById,
            String reachedBy,
            Instant reachedAt,
            @Nullable String policySection,
            @Nullable Integer policyVersion) {}

    public record EarlierCase(
            UUID id,
            long number,
            String queue,
            CaseState state,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable String decision,
            @Nullable String typology) {}

    public Optional<Contents> read(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return jdbi.inTransaction(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + " where c.id = :id")
                .bind("id", caseId)
                .map(FraudCase.ROW)
                .findOne()
                .map(its -> new Contents(
                        its.asSeenBy(actor),
                        flags(handle, caseId).stream()
                                .map(flag -> its.hidesScoreFrom(actor) ? withoutScore(flag) : flag)
                                .toList(),
                        verdicts(handle, caseId),
                        notes(handle, actor, caseId),
                        earlier(handle, its),
                        its.hidesScoreFrom(actor))));
    }

    /** That somebody flagged the subject and how it was chosen; not what the model thought. */
    private static Flag withoutScore(Flag flag) {
        return new Flag(
                flag.id(),
                flag.caseId(),
                flag.subject(),
                flag.origin(),
                flag.asOf(),
                null,
                null,
                null,
                null,
                SubjectFlagged.NO_REASONS,
                flag.inclusionProbability(),
                flag.stratum(),
                flag.seed(),
                flag.policyVersion(),
                flag.note(),
                flag.flaggedById(),
                flag.flaggedBy(),
                flag.flaggedAt());
    }

    /** The case with this number, as people name it. */
    public Optional<UUID> ofNumber(Actor actor, long number) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery("select id from fraud_case where number = :number")
                .bind("number", number)
                .mapTo(UUID.class)
                .findOne());
    }

    static List<Flag> flags(Handle handle, UUID caseId) {
        return handle.createQuery("""
                        select f.id, f.case_id, f.subject_kind, f.subject_id, f.origin, f.as_of, f.score_id, f.score, f.percentile,
                               f.model_version, f.reasons::text as reasons, f.inclusion_probability, f.stratum, f.seed,
                               f.policy_version, f.note, f.flagged_by as flagged_by_id, a.name as flagged_by, f.flagged_at
                        from flag f join actor a on a.id = f.flagged_by
                        where f.case_id = :case
                        order by f.flagged_at, f.id
                        limit :most""")
                .bind("case", caseId)
                .bind("most", MOST)
                .map(FlagRow.MAPPER)
                .list();
    }

    private static List<ReachedVerdict> verdicts(Handle handle, UUID caseId) {
        return handle.createQuery("""
                        select v.id, v.decision, v.typology, v.confidence, v.flag_useful, v.rationale, v.actions,
                               v.reached_by as reached_by_id, a.name as reached_by, v.reached_at,
                               p.section as policy_section, p.version as policy_version
                        from verdict v
                        join actor a on a.id = v.reached_by
                        left join policy_text p on p.typology = v.typology and p.version = v.policy_text_version
                        where v.case_id = :case
                        order by v.reached_at desc, v.id desc""")
                .bind("case", caseId)
                .map(ConstructorMapper.of(ReachedVerdict.class))
                .list();
    }

    /** While a second reader must not know what the first found, what the first wrote is theirs alone. */
    static final String NOT_OF_THE_FIRST_READER = """
             and not exists (
               select from fraud_case c
               where c.id = :case and c.first_reader = person_behind(%1$s) and c.first_reader <> person_behind(:me))
            """;

    private static List<Note> notes(Handle handle, Actor actor, UUID caseId) {
        return handle.createQuery("""
                        select n.id, n.case_id, n.body, n.written_by as written_by_id, a.name as written_by, n.written_at
                        from note n join actor a on a.id = n.written_by
                        where n.case_id = :case""" + NOT_OF_THE_FIRST_READER.formatted("n.written_by") + """
                        order by n.written_at desc, n.id desc
                        limit :most""")
                .bind("case", caseId)
                .bind("me", actor.id())
                .bind("most", MOST)
                .map(ConstructorMapper.of(Note.class))
                .list();
    }

    private static List<EarlierCase> earlier(Handle handle, FraudCase its) {
        return handle.createQuery("""
                        select c.id, c.number, c.queue_key as queue, c.state, c.opened_at, c.closed_at,
                               last_verdict.decision, last_verdict.typology
                        from fraud_case c
                        left join lateral (
                          select v.decision, v.typology from verdict v where v.case_id = c.id order by v.reached_at desc limit 1
                        ) last_verdict on true
                        where c.subject_kind = :kind and c.subject_id = :subject and c.id <> :id
                        order by c.opened_at desc
                        limit :most""")
                .bind("kind", its.subject().kind().code())
                .bind("subject", its.subject().id())
                .bind("id", its.id())
                .bind("most", MOST)
                .map(ConstructorMapper.of(EarlierCase.class))
                .list();
    }
}
