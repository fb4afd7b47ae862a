package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.assize.platform.Cursor;
import org.assize.platform.KeptInstant;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The cases that wait for a lead's word, the longest wait first, in keyset pages. */
@ApplicationScoped
public class AwaitingReview {

    private static final Cursor START = Cursor.of(KeptInstant.FIRST.toString(), "00000000-0000-0000-0000-000000000000");

    private final Jdbi jdbi;

    AwaitingReview(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param after the {@code next} of the page before */
    public Page<FraudCase> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Cursor cursor = after == null ? START : Cursor.decode(after, 2);
        List<FraudCase> rows = jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                         where c.state = 'SECOND_REVIEW' and (c.opened_at, c.id) > (:at, :id)
                        order by c.opened_at, c.id
                        limit <limit>""")
                .bind("at", cursor.instant(0))
                .bind("id", cursor.id(1))
                .define("limit", Page.andOneMore(limit))
                .map(FraudCase.ROW)
                .map(its -> its.asSeenBy(actor))
                .list());
        return Page.of(rows, limit, AwaitingReview::position);
    }

    public static Cursor position(FraudCase its) {
        return Cursor.of(its.openedAt().toString(), its.id().toString());
    }
}
