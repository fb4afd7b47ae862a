package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.assize.audit.Commitment;
import org.assize.casework.FraudCase;
import org.assize.queue.QueuePolicy;
import org.jdbi.v3.core.Jdbi;

/** Rows of blind readings; the table takes inserts only. */
@ApplicationScoped
class BlindReadings {

    private final Jdbi jdbi;

    BlindReadings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A reading with what is needed to make a verdict of it. */
    record Kept(BlindReading reading, byte[] rationaleSalt, long claimVersion) {}

    /**
     * @param place 1 or 2
     * @param policy that drew the case; of the second reading, the one it was read under
     */
    void insert(int place, Verdict verdict, FraudCase its, Commitment rationale, Commitment seal, QueuePolicy policy) {
        Typology typology = verdict.typology();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into blind_reading (id, case_id, place, decision, typology, confidence, flag_useful, rationale,
                          rationale_salt, seal_salt, actions, claim_version, queue_key, policy_version, read_by, reader, read_at)
                        values (:id, :case, :place, :decision, :typology, :confidence, :useful, :rationale,
                          :rationaleSalt, :sealSalt, :actions, :claimVersion, :queue, :policy, :by, person_behind(:by), :at)""")
                .bind("id", verdict.id())
                .bind("case", verdict.caseId())
                .bind("place", place)
                .bind("decision", verdict.decision().name())
                .bind("typology", typology == null ? null : typology.code())
                .bind("confidence", verdict.confidence().name())
                .bind("useful", verdict.flagUseful())
                .bind("rationale", verdict.rationale())
                .bind("rationaleSalt", rationale.salt())
                .bind("sealSalt", seal.salt())
                .bindArray(
                        "actions",
                        String.class,
                        verdict.actions().stream().map(Action::code).toList())
                .bind("claimVersion", its.claimVersion())
                .bind("queue", policy.queueKey())
                .bind("policy", policy.version())
                .bind("by", verdict.reachedById())
                .bind("at", verdict.reachedAt())
                .execute());
    }

    /** In the order of reading; at most two. */
    List<Kept> ofCase(UUID caseId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, a.name from blind_reading r join actor a on a.id = r.read_by
                        where r.case_id = :case order by r.place""")
                .bind("case", caseId)
                .map((row, context) -> new Kept(
                        new BlindReading(
                                row.getInt("place"),
                                Verdicts.verdict(row, "read_by", "read_at"),
                                HexFormat.of().formatHex(row.getBytes("seal_salt"))),
                        row.getBytes("rationale_salt"),
                        row.getLong("claim_version")))
                .list());
    }
}
