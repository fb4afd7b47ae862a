package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.assize.platform.Cursor;
import org.assize.platform.Outbox;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** What verdicts ask of the marketplace and nobody has acknowledged yet, oldest first. */
@ApplicationScoped
public class WaitingActions {

    private final Outbox outbox;

    WaitingActions(Outbox outbox) {
        this.outbox = outbox;
    }

    /** {@code after} is the {@code next} of the page before. */
    public Page<Outbox.Message> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.TAKE_ACTIONS);
        Cursor from = after == null ? null : Cursor.decode(after, 2);
        List<Outbox.Message> rows = outbox.waiting(
                ReachVerdict.ACTIONS_TOPIC,
                from == null ? null : from.instant(0),
                from == null ? null : from.id(1),
                Page.andOneMore(limit));
        return Page.of(
                rows,
                limit,
                last -> Cursor.of(last.createdAt().toString(), last.id().toString()));
    }
}
