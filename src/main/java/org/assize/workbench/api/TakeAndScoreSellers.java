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
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/**
 * Takes sellers, scores them as they stand now and says what came of it, all in one transaction, as
 * {@link TakeAndScoreOrders} does with orders.
 */
@ApplicationScoped
class TakeAndScoreSellers {

    private final KeepAndScore keep;
    private final Opinions opinions;
    private final OpenCaseOf openCase;

    TakeAndScoreSellers(KeepAndScore keep, Opinions opinions, OpenCaseOf openCase) {
        this.keep = keep;
        this.opinions = opinions;
        this.openCase = openCase;
    }

    /** One result for each seller, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> sellers, Locale language) {
        KeepAndScore.Outcome<Seller> kept = keep.sellers(actor, sellers);
        Map<String, TakeResult.Opinion> told = opinions.kept(actor, SubjectKind.SELLER, kept.asBefore(), language);
        kept.scored().forEach(scored -> told.put(scored.subject().subject().id(), opinions.of(scored, language)));
        return kept.taken().stream()
                .<TakeResult>map(each -> switch (each) {
                    case Taken.Kept<Seller>(long _, Seller seller, Disposition disposition) ->
                        new TakeResult.Kept(
                                seller.sellerId(),
                                disposition,
                                told.get(seller.sellerId()),
                                openCase.subject(seller.ref()).orElse(null));
                    case Taken.Refused<Seller>(Reject reject) -> new TakeResult.Refused(reject);
                })
                .toList();
    }
}
