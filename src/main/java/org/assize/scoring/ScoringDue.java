package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * What is to be scored, for each kind from an instant to the newest order. Noted in the transaction that gives the reason and
 * kept until a run over it is done, so that neither a crash nor a run that had begun before loses any of it.
 */
@ApplicationScoped
public class ScoringDue {

    /** A run that fails so often fails for a reason that time does not mend; the next import or promotion asks again. */
    private static final int FAILURES = 3;

    private final Jdbi jdbi;

    ScoringDue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The orders placed from then on, or the sellers who had one, are to be scored. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(SubjectKind kind, Instant placedFrom) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into scoring_due as d (subject_kind, placed_from) values (:kind, :from)
                        on conflict (subject_kind) where run_id is null
                        do update set placed_from = least(d.placed_from, excluded.placed_from)
                        """)
                .bind("kind", kind.code())
                .bind("from", placedFrom)
                .execute());
    }

    /** Whether no subject of this kind has ever been scored. */
    public boolean nothingScored(SubjectKind kind) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select not exists (select from score where subject_kind = :kind)")
                        .bind("kind", kind.code())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Strikes off what was done, or what a person has stopped; what was interrupted or failed is due again. */
    @Transactional
    public void settle() {
        jdbi.useHandle(
                handle -> handle.createUpdate("""
                        with ended as (
                          delete from scoring_due d using scoring_run r
                          where r.id = d.run_id and r.state not in ('WAITING', 'RUNNING')
                          returning d.subject_kind, d.placed_from, r.state,
                                    d.failures + case r.state when 'FAILED' then 1 else 0 end as failures
                        )
                        insert into scoring_due as d (subject_kind, placed_from, failures)
                        select subject_kind, min(placed_from), max(failures) from ended
                        where state in ('INTERRUPTED', 'FAILED') and failures < :failures
                        group by subject_kind
                        on conflict (subject_kind) where run_id is null
                        do update set placed_from = least(d.placed_from, excluded.placed_from), failures = excluded.failures
                        """).bind("failures", FAILURES).execute());
    }

    /** From when on something of this kind is due that no run is at; others wait until this transaction ends. */
    Optional<Instant> lock(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select placed_from from scoring_due where subject_kind = :kind and run_id is null for update")
                .bind("kind", kind.code())
                .mapTo(Instant.class)
                .findOne());
    }

    /** A run is at what is due of this kind. */
    void give(SubjectKind kind, UUID run) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update scoring_due set run_id = :run where subject_kind = :kind and run_id is null")
                .bind("run", run)
                .bind("kind", kind.code())
                .execute());
    }
}
