package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import org.assize.ingest.JsonLine;
import org.assize.security.Actor;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/**
 * Takes sellers, scores them as they stand now and says what came of it, all in one transaction, as
 * {@link TakeAndScoreOrders} does with orders.
 */
@ApplicationScoped
class TakeAndScoreSellers {

    private final KeepAndScore keep;
    private final TakeResults results;

    TakeAndScoreSellers(KeepAndScore keep, TakeResults results) {
        this.keep = keep;
        this.results = results;
    }

    /** One result for each seller, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> sellers, Locale language) {
        return results.of(actor, SubjectKind.SELLER, keep.sellers(actor, sellers), Seller::sellerId, language);
    }
}
