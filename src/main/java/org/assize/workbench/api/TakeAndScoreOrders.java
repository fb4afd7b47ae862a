package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import org.assize.ingest.JsonLine;
import org.assize.security.Actor;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;

/**
 * Takes orders, scores them and says what came of it, all in one transaction: whoever gets an answer can rely on the case
 * being there. An order that is not scored again ({@link KeepAndScore}) is answered with the score it has.
 */
@ApplicationScoped
class TakeAndScoreOrders {

    private final KeepAndScore keep;
    private final TakeResults results;

    TakeAndScoreOrders(KeepAndScore keep, TakeResults results) {
        this.keep = keep;
        this.results = results;
    }

    /** One result for each order, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> orders, Locale language) {
        return results.of(actor, SubjectKind.ORDER, keep.orders(actor, orders), Order::orderId, language);
    }

    /** The same of orders that were sent one by one. */
    @Transactional
    List<TakeResult> oneByOne(Actor actor, List<JsonLine> orders, Locale language) {
        return results.of(actor, SubjectKind.ORDER, keep.ordersOneByOne(actor, orders), Order::orderId, language);
    }
}
