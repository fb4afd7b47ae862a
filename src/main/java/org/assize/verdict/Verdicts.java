package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rows of verdicts; the table takes inserts only. */
@ApplicationScoped
class Verdicts {

    private final Jdbi jdbi;

    Verdicts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What stood around a verdict when it was reached.
     *
     * @param policyText version of the text that was in force for its typology; null where there was none
     * @param scoreHidden whether it was drawn to be reached without the score, and was
     */
    record Kept(@Nullable Integer policyText, boolean scoreHidden) {}

    Kept insert(Verdict verdict, FraudCase its, byte[] rationaleSalt) {
        return insert(verdict, its, rationaleSalt, its.claimVersion());
    }

    /** @param claimVersion under which it was reached, where that was not the one of now */
    Kept insert(Verdict verdict, FraudCase its, byte[] rationaleSalt, long claimVersion) {
        Typology typology = verdict.typology();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into verdict (id, case_id, subject_kind, subject_id, decision, typology, confidence, flag_useful,
                          rationale, rationale_salt, actions, claim_version, score_hidden, policy_text_version, reached_by, reached_at)
                        values (:id, :case, :kind, :subject, :decision, :typology, :confidence, :useful,
                          :rationale, :salt, :actions, :claimVersion,
                          -- a blind reading was made before anything was said of the case, whenever a verdict comes of it
                          (select c.score_hidden is true and (
                             exists (select from blind_reading r where r.id = :id)
                             or not exists (select from verdict v where v.case_id = c.id))
                           from fraud_case c where c.id = :case),
                          (select max(version) from policy_text where typology = :typology and changed_at <= :at), :by, :at)
                        returning policy_text_version, score_hidden""")
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
                .bind("actions", verdict.actions().stream().map(Action::code).toArray(String[]::new))
                .bind("claimVersion", claimVersion)
                .bind("by", verdict.reachedById())
                .bind("at", verdict.reachedAt())
                .map((row, context) -> new Kept(row.getObject(1, Integer.class), row.getBoolean(2)))
                .one());
    }

    /** From the columns of a verdict or of a blind reading, and the name of who reached it as {@code name}. */
    static Verdict verdict(ResultSet row, String by, String at) throws SQLException {
        String typology = row.getString("typology");
        return new Verdict(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                Decision.valueOf(row.getString("decision")),
                typology == null ? null : Typology.valueOf(typology.toUpperCase(Locale.ROOT)),
                Confidence.valueOf(row.getString("confidence")),
                row.getBoolean("flag_useful"),
                row.getString("rationale"),
                Arrays.stream((String[]) row.getArray("actions").getArray())
                        .map(code -> Action.valueOf(code.toUpperCase(Locale.ROOT)))
                        .toList(),
                row.getObject(by, UUID.class),
                row.getString("name"),
                row.getObject(at, OffsetDateTime.class).toInstant());
    }
}
