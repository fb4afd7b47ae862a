package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.platform.Ids;
import org.assize.verdict.Decision;
import org.assize.verdict.Verdict;
import org.assize.verdict.VerdictReached;
import org.jdbi.v3.core.Jdbi;

/**
 * A verdict becomes a label in the transaction that reaches it. Inconclusive is an answer and makes none. What followed from
 * the verdict on a ring is marked as propagated: nobody looked at that seller for itself.
 */
@ApplicationScoped
public class RecordVerdictLabel {

    private final Jdbi jdbi;

    RecordVerdictLabel(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onVerdict(@Observes VerdictReached news) {
        Verdict verdict = news.verdict();
        if (verdict.decision() == Decision.INCONCLUSIVE) {
            return;
        }
        FraudCase fraudCase = news.fraudCase();
        int made = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into label (id, subject_kind, subject_id, label, typology, confidence, source, lineage, occurred_at, known_at,
                                           recorded_at, selection, inclusion_probability, propagated, case_id, model_version_at_flag, score_at_flag)
                        select :id, :kind, :subject, :label, :typology, :confidence, 'verdict', :lineage, its.as_of, :at,
                               :at, its.origin, its.inclusion_probability, :propagated, its.case_id, its.model_version, its.score
                        from flag its where its.case_id = :case
                        -- by the flag that opened the case; but a subject that the audit sample drew counts as drawn, with its
                        -- probability, even where a model flagged it first: estimates over everything that was scored need
                        -- every one of the drawn
                        order by its.origin = 'audit_sample' desc, its.flagged_at, its.id limit 1
                        """)
                .bind("id", Ids.next())
                .bind("kind", fraudCase.subjectKind())
                .bind("subject", fraudCase.subjectId())
                .bind("label", verdict.decision() == Decision.FRAUD ? "fraud" : "legitimate")
                .bind(
                        "typology",
                        verdict.typology() == null ? null : verdict.typology().code())
                .bind("confidence", verdict.confidence().name())
                .bind("lineage", news.lineage().toArray(UUID[]::new))
                .bind("at", verdict.reachedAt())
                .bind("propagated", news.ringEvent() != null)
                .bind("case", verdict.caseId())
                .execute());
        if (made != 1) {
            throw new IllegalStateException("no label of a case without a flag: " + verdict.caseId());
        }
    }
}
