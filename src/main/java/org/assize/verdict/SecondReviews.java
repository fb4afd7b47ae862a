package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Ids;
import org.assize.queue.ReviewRule;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;

/** Rows of second reviews: which verdicts wait for another person, and what became of them. */
@ApplicationScoped
class SecondReviews {

    private final Jdbi jdbi;

    SecondReviews(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A review that waits, with the verdict it is about and why it waits. */
    record Open(UUID id, Verdict verdict, ReviewRule rule) {}

    void request(Verdict verdict, ReviewRule rule, int policyVersion) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into second_review (id, case_id, verdict_id, reached_by, rule, policy_version, requested_at)
                        values (:id, :case, :verdict, :by, :rule, :policy, :at)""")
                .bind("id", Ids.next())
                .bind("case", verdict.caseId())
                .bind("verdict", verdict.id())
                .bind("by", verdict.reachedById())
                .bind("rule", rule.code())
                .bind("policy", policyVersion)
                .bind("at", verdict.reachedAt())
                .execute());
    }

    Optional<Open> ofCase(UUID caseId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.id as review, r.rule, v.*, a.name
                        from second_review r join verdict v on v.id = r.verdict_id join actor a on a.id = v.reached_by
                        where r.case_id = :case and r.reviewed_at is null""")
                .bind("case", caseId)
                .map((row, context) -> new Open(
                        row.getObject("review", UUID.class),
                        Verdicts.verdict(row, "reached_by", "reached_at"),
                        ReviewRule.valueOf(row.getString("rule").toUpperCase(Locale.ROOT))))
                .findOne());
    }

    Map<UUID, ReviewRule> rules(Collection<UUID> cases) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select case_id, rule from second_review where case_id = any (:cases) and reviewed_at is null")
                .bindArray("cases", UUID.class, cases.toArray())
                .reduceRows(new HashMap<>(), (rules, row) -> {
                    rules.put(
                            row.getColumn("case_id", UUID.class),
                            ReviewRule.valueOf(
                                    row.getColumn("rule", String.class).toUpperCase(Locale.ROOT)));
                    return rules;
                }));
    }

    void done(UUID review, Actor actor, boolean upheld, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update second_review set reviewed_by = :by, reviewed_at = :at, upheld = :upheld where id = :id""")
                .bind("id", review)
                .bind("by", actor.id())
                .bind("at", now)
                .bind("upheld", upheld)
                .execute());
    }
}
