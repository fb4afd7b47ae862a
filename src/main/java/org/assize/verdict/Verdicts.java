package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import org.assize.casework.FraudCase;
import org.jdbi.v3.core.Jdbi;

/** Rows of verdicts; the table takes inserts only. */
@ApplicationScoped
class Verdicts {

    private final Jdbi jdbi;

    Verdicts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Verdict verdict, FraudCase its, byte[] rationaleSalt) {
        Typology typology = verdict.typology();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into verdict (id, case_id, subject_kind, subject_id, decision, typology, confidence, flag_useful,
                          rationale, rationale_salt, actions, claim_version, score_hidden, reached_by, reached_at)
                        values (:id, :case, :kind, :subject, :decision, :typology, :confidence, :useful,
                          :rationale, :salt, :actions, :claimVersion, :scoreHidden, :by, :at)""")
                .bind("id", verdict.id())
                .bind("case", verdict.caseId())
                .bind("kind", its.subjectKind())
                .bind("subject", its.subjectId())
                .bind("decision", verdict.decision().name())
                .bind("typology", typology == null ? null : typology.code())
                .bind("confidence", verdict.confidence().name())
                .bind("useful", verdict.flagUseful())
                .bind("rationale", verdict.rationale())
                .bind("salt", rationaleSalt)
                .bindArray(
                        "actions",
                        String.class,
                        verdict.actions().stream().map(Action::code).toList())
                .bind("claimVersion", its.claimVersion())
                .bind("scoreHidden", its.scoreIsHidden())
                .bind("by", verdict.reachedById())
                .bind("at", verdict.reachedAt())
                .execute());
    }
}
