package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** The cases that are judged together: the one that leads, first, and those that follow it. */
@ApplicationScoped
public class RingMembers {

    private final FraudCases cases;
    private final Jdbi jdbi;

    RingMembers(FraudCases cases, Jdbi jdbi) {
        this.cases = cases;
        this.jdbi = jdbi;
    }

    /** All that ever followed this case, decided or not; empty when it leads no ring. */
    public List<FraudCase> read(Actor actor, UUID lead) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                         where c.ring_id = :lead
                        order by c.id <> :lead, c.value_at_risk_minor desc, c.subject_id""")
                .bind("lead", lead)
                .map(FraudCase.ROW)
                .map(its -> its.asSeenBy(actor))
                .list());
    }

    /** What the sellers of a ring call themselves, by their id; who has no name is absent. */
    public Map<String, String> names(Actor actor, UUID lead) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        select s.seller_id, s.name
                        from fraud_case c join seller s on s.seller_id = c.subject_id
                        where c.ring_id = :lead and s.name is not null""")
                .bind("lead", lead)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one)));
    }

    /**
     * Those that are still to be decided with this case, locked until the caller's transaction ends; empty when it leads no
     * ring. Asked before the case itself is locked, because the members have an order in which to be locked.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<FraudCase> lock(UUID lead) {
        return cases.lockRing(lead) ? cases.ring(lead) : List.of();
    }
}
