package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.assize.casework.FraudCase;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The waiting cases of a queue in the order in which they will be claimed, in keyset pages. */
@ApplicationScoped
public class QueueCases {

    private final Jdbi jdbi;

    QueueCases(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when there is no such queue. {@code after} is the {@code next} of the page before. */
    public Optional<Page<FraudCase>> page(Actor actor, String queue, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Cursor cursor = after == null
                ? Cursor.of(Cursor.part(Double.POSITIVE_INFINITY), "ffffffff-ffff-ffff-ffff-ffffffffffff")
                : Cursor.decode(after, 2);
        return jdbi.withHandle(handle -> {
            boolean known = handle.createQuery("select exists (select from queue where key = :queue)")
                    .bind("queue", queue)
                    .mapTo(Boolean.class)
                    .one();
            if (!known) {
                return Optional.empty();
            }
            List<FraudCase> rows = handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                             where c.queue_key = :queue and c.state = 'WAITING'
                              -- priority falls and id rises, so no row comparison fits: this bound starts the index scan,
                              -- and the next line leaves out what was seen of the same priority
                              and c.priority <= :priority
                              and (c.priority < :priority or c.id > :id)
                            order by c.priority desc, c.id
                            limit :limit""")
                    .bind("queue", queue)
                    .bind("priority", cursor.number(0))
                    .bind("id", cursor.id(1))
                    .bind("limit", limit + 1)
                    .map(ConstructorMapper.of(FraudCase.class))
                    .list();
            return Optional.of(Page.of(
                    rows,
                    limit,
                    its -> Cursor.of(Cursor.part(its.priority()), its.id().toString())));
        });
    }
}
