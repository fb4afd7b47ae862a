package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assize.casework.OpenCaseOf;
import org.assize.ingest.JsonLine;
import org.assize.ingest.Reject;
import org.assize.ingest.TakeOrders;
import org.assize.ingest.Taken;
import org.assize.scoring.ScoreOrders;
import org.assize.security.Actor;
import org.assize.subject.Disposition;
import org.assize.subject.Order;
import org.assize.subject.OrderChanges;
import org.assize.subject.SubjectKind;

/**
 * Takes orders, scores them and says what came of it, all in one transaction: whoever gets an answer can rely on the case
 * being there. An order sent again unchanged is not scored again, nor is one of which only the end is told, since nothing
 * that its score speaks of has changed; it is answered with the score it has.
 */
@ApplicationScoped
class TakeAndScoreOrders {

    private final TakeOrders take;
    private final OrderChanges changes;
    private final ScoreOrders score;
    private final Opinions opinions;
    private final OpenCaseOf openCase;

    TakeAndScoreOrders(
            TakeOrders take, OrderChanges changes, ScoreOrders score, Opinions opinions, OpenCaseOf openCase) {
        this.take = take;
        this.changes = changes;
        this.score = score;
        this.opinions = opinions;
        this.openCase = openCase;
    }

    /** One result for each order, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> orders, Locale language) {
        List<Taken<Order>> taken = take.take(actor, orders);
        Map<String, Order> changed = new HashMap<>();
        Set<String> updated = new HashSet<>();
        List<String> asBefore = new ArrayList<>();
        for (Taken<Order> each : taken) {
            if (each instanceof Taken.Kept<Order>(long _, Order order, Disposition disposition)) {
                switch (disposition) {
                    case DUPLICATE -> asBefore.add(order.orderId());
                    // the last word on an order that was sent twice at once
                    case ACCEPTED -> changed.put(order.orderId(), order);
                    case UPDATED -> {
                        if (changed.put(order.orderId(), order) == null) {
                            updated.add(order.orderId());
                        } else {
                            updated.remove(order.orderId());
                        }
                    }
                }
            }
        }
        Set<String> ended = changes.onlyWhatBecame(updated);
        asBefore.addAll(ended);
        Map<String, TakeResult.Opinion> told = opinions.kept(actor, SubjectKind.ORDER, asBefore, language);
        ended.stream().filter(told::containsKey).forEach(changed::remove);
        score.score(actor, List.copyOf(changed.values()))
                .forEach(scored -> told.put(scored.subject().subject().id(), opinions.of(scored, language)));
        return taken.stream()
                .<TakeResult>map(each -> switch (each) {
                    case Taken.Kept<Order>(long _, Order order, Disposition disposition) ->
                        new TakeResult.Kept(
                                order.orderId(),
                                disposition,
                                told.get(order.orderId()),
                                openCase.subject(order.ref()).orElse(null));
                    case Taken.Refused<Order>(Reject reject) -> new TakeResult.Refused(reject);
                })
                .toList();
    }
}
