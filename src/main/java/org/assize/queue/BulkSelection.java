package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.casework.CaseConditions;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** What an act on many cases would do, before it is done: to which of those that a query finds, and which it leaves out. */
@ApplicationScoped
public class BulkSelection {

    /** Cases of one act; what is more is a second act. */
    public static final int MOST = 2_000;

    private static final int EXAMPLES = 5;

    private final Jdbi jdbi;
    private final AssizeClock clock;

    BulkSelection(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A case as it was looked at: whoever claims or moves it after that raises its version, and it is left out. */
    public record Chosen(UUID id, long version) {}

    /**
     * @param cases the first in the order of the list, at most {@link #MOST}
     * @param leftOut found by the query, but the act can not be done to them: most of them are held
     * @param more the query finds more than were looked at
     */
    public record Preview(CaseQuery query, List<Chosen> cases, List<FraudCase> examples, int leftOut, boolean more) {}

    private record Row(UUID id, long version, boolean possible) {}

    public Preview preview(Actor actor, CaseQuery query, BulkAct act) {
        actor.require(Permission.STEER_CASES);
        Instant now = clock.now();
        CaseConditions conditions = new CaseConditions(query, actor, now);
        List<Row> rows = jdbi.withHandle(handle -> {
            Query found = handle.createQuery(
                    """
                    select c.id, c.claim_version as version, <possible> as possible
                    from fraud_case c where <conditions> order by <order> limit <limit>""".replace("<possible>", act.possible()).replace("<conditions>", conditions.sql()).replace(
                            "<order>",
                            query.state() == CaseState.WAITING
                                    ? "c.priority desc, c.id"
                                    : "c.opened_at desc, c.id desc"));
            return conditions
                    .bind(found)
                    .bindMap(act.arguments())
                    .bind("now", now)
                    .define("limit", Page.andOneMore(MOST))
                    .map((row, context) -> new Row(
                            row.getObject("id", UUID.class), row.getLong("version"), row.getBoolean("possible")))
                    .list();
        });
        List<Row> seen = rows.subList(0, Math.min(MOST, rows.size()));
        List<Chosen> chosen = seen.stream()
                .filter(Row::possible)
                .map(row -> new Chosen(row.id(), row.version()))
                .toList();
        return new Preview(query, chosen, examples(actor, chosen), seen.size() - chosen.size(), rows.size() > MOST);
    }

    private List<FraudCase> examples(Actor actor, List<Chosen> chosen) {
        Object[] first = chosen.stream().limit(EXAMPLES).map(Chosen::id).toArray();
        return jdbi.withHandle(handle -> handle.createQuery(
                        FraudCase.selectFrom("fraud_case") + " where c.id = any (:ids) order by c.priority desc, c.id")
                .bindArray("ids", UUID.class, first)
                .map(FraudCase.ROW)
                .map(its -> its.asSeenBy(actor))
                .list());
    }
}
