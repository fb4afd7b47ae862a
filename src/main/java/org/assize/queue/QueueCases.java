package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.casework.CaseConditions;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.casework.Stretch;
import org.assize.platform.AssizeClock;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The waiting cases of a queue in the order in which they will be claimed, in keyset pages. */
@ApplicationScoped
public class QueueCases {

    private final Jdbi jdbi;
    private final AssizeClock clock;

    QueueCases(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Empty when there is no such queue. {@code after} is the {@code next} of the page before. */
    public Optional<Page<FraudCase>> page(Actor actor, String queue, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Cursor cursor = after == null
                ? Cursor.of(Cursor.part(Double.POSITIVE_INFINITY), "ffffffff-ffff-ffff-ffff-ffffffffffff")
                : Cursor.decode(after, 2);
        return jdbi.withHandle(handle -> {
            double priority = cursor.text(0).isEmpty() ? priority(handle, queue, cursor.id(1)) : cursor.number(0);
            List<FraudCase> rows = handle.createQuery(FraudCase.selectInQueue() + """
                             where c.queue_key = :queue and c.state = 'WAITING'
                              -- priority falls and id rises, so no row comparison fits: this bound starts the index scan,
                              -- and the next line leaves out what was seen of the same priority
                              and c.priority <= :priority
                              and (c.priority < :priority or c.id > :id)
                            order by c.priority desc, c.id limit <limit>
                            """)
                    .define("limit", Page.andOneMore(limit))
                    .bind("queue", queue)
                    .bind("priority", priority)
                    .bind("id", cursor.id(1))
                    .map(FraudCase.ROW)
                    .list();
            if (rows.isEmpty() && !known(handle, queue)) {
                return Optional.empty();
            }
            Page<FraudCase> page = Page.of(
                    rows,
                    limit,
                    its -> Cursor.of(
                            its.hidesScoreFrom(actor) ? "" : Cursor.part(its.priority()),
                            its.id().toString()));
            return Optional.of(new Page<>(
                    page.items().stream().map(its -> its.asSeenBy(actor)).toList(), page.next()));
        });
    }

    private static boolean known(Handle handle, String queue) {
        return handle.createQuery("select exists (select from queue where key = :queue)")
                .bind("queue", queue)
                .mapTo(Boolean.class)
                .one();
    }

    /** Where a case stands whose priority its reader must not know, and so can not send back. */
    private static double priority(Handle handle, String queue, UUID id) {
        return handle.createQuery("select priority from fraud_case where id = :id and queue_key = :queue")
                .bind("id", id)
                .bind("queue", queue)
                .mapTo(Double.class)
                .findOne()
                .orElseThrow(Cursor.Foreign::new);
    }

    /**
     * What a query finds: what waits in the order in which it will be claimed, anything else by the newest opened. Where no index
     * leads to it, a page ends after {@value Stretch#CASES} cases have been looked through, however few of them are wanted: it may
     * then be short, or empty, and has a {@code next}.
     */
    public Page<FraudCase> page(Actor actor, CaseQuery query, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Stretch order = order(query);
        Stretch.Wanted wanted = new CaseConditions(query, actor, clock.now()).of(order);
        return jdbi.withHandle(handle -> order.page(handle, wanted, after, limit, its -> its.asListedFor(actor)));
    }

    private static Stretch order(CaseQuery query) {
        return query.state() == CaseState.WAITING ? Stretch.CLAIMED_NEXT : Stretch.OPENED;
    }

    /** Where a case stands in the order of what a query finds. */
    public static Cursor position(CaseQuery query, FraudCase its) {
        return order(query).place(its);
    }

    /** The markets that open cases of a queue are from, by name; at most 200. */
    public List<String> markets(Actor actor, String queue) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        with seen as (
                          -- a queue of a million tells its markets by its newest
                          select market from fraud_case where queue_key = :queue and state <> 'CLOSED'
                          order by opened_at desc, id desc limit 20000
                        )
                        select distinct market from seen where market is not null order by market limit 200""").bind("queue", queue).mapTo(String.class).list());
    }
}
