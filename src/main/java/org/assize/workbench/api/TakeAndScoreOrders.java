package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.casework.OpenCaseOf;
import org.assize.ingest.JsonLine;
import org.assize.ingest.Reject;
import org.assize.ingest.Taken;
import org.assize.security.Actor;
import org.assize.subject.Disposition;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;

/**
 * Takes orders, scores them and says what came of it, all in one transaction: whoever gets an answer can rely on the case
 * being there. An order that is not scored again ({@link KeepAndScore}) is answered with the score it has.
 */
@ApplicationScoped
class TakeAndScoreOrders {

    private final KeepAndScore keep;
    private final Opinions opinions;
    private final OpenCaseOf openCase;

    TakeAndScoreOrders(KeepAndScore keep, Opinions opinions, OpenCaseOf openCase) {
        this.keep = keep;
        this.opinions = opinions;
        this.openCase = openCase;
    }

    /** One result for each order, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> orders, Locale language) {
        return results(actor, keep.orders(actor, orders), language);
    }

    /** The same of orders that were sent one by one. */
    @Transactional
    List<TakeResult> oneByOne(Actor actor, List<JsonLine> orders, Locale language) {
        return results(actor, keep.ordersOneByOne(actor, orders), language);
    }

    private List<TakeResult> results(Actor actor, KeepAndScore.Outcome<Order> kept, Locale language) {
        Map<String, TakeResult.Opinion> told = opinions.kept(actor, SubjectKind.ORDER, kept.asBefore(), language);
        kept.scored().forEach(scored -> told.put(scored.subject().subject().id(), opinions.of(scored, language)));
        return kept.taken().stream()
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
