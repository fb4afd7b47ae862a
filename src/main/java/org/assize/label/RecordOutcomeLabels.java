package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.assize.subject.OutcomesRecorded;
import org.jdbi.v3.core.Jdbi;

/** Outcomes become labels in the transaction that stores them. An updated outcome adds a label; the former one stays. */
@ApplicationScoped
public class RecordOutcomeLabels {

    private final Jdbi jdbi;

    RecordOutcomeLabels(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onOutcomes(@Observes OutcomesRecorded news) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into label (subject_kind, subject_id, label, typology, confidence, source, lineage, occurred_at, known_at,
                                           recorded_at)
                        select o.subject_kind, o.subject_id, case when o.fraud then 'fraud' else 'legitimate' end, o.typology, 'CERTAIN',
                               'outcome:' || o.source, array [o.id],
                               -- an order happened when it was placed, whatever the outcome leaves out
                               coalesce(o.occurred_at, p.placed_at), o.known_at, :at
                        from outcome o
                        left join orders p on o.subject_kind = 'order' and p.order_id = o.subject_id
                        where o.id = any (:ids)
                        """)
                .bindArray("ids", UUID.class, news.outcomeIds())
                .bind("at", news.at())
                .execute());
    }
}
