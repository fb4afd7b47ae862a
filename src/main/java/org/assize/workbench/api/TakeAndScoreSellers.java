package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assize.casework.OpenCaseOf;
import org.assize.ingest.JsonLine;
import org.assize.ingest.Reject;
import org.assize.ingest.TakeSellers;
import org.assize.ingest.Taken;
import org.assize.scoring.ScoreSellers;
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

    private final TakeSellers take;
    private final ScoreSellers score;
    private final Opinions opinions;
    private final OpenCaseOf openCase;

    TakeAndScoreSellers(TakeSellers take, ScoreSellers score, Opinions opinions, OpenCaseOf openCase) {
        this.take = take;
        this.score = score;
        this.opinions = opinions;
        this.openCase = openCase;
    }

    /** One result for each seller, in their order. */
    @Transactional
    List<TakeResult> take(Actor actor, List<JsonLine> sellers, Locale language) {
        List<Taken<Seller>> taken = take.take(actor, sellers);
        Set<String> changed = new LinkedHashSet<>();
        Set<String> asBefore = new LinkedHashSet<>();
        for (Taken<Seller> each : taken) {
            if (each instanceof Taken.Kept<Seller>(long _, Seller seller, Disposition disposition)) {
                (disposition == Disposition.DUPLICATE ? asBefore : changed).add(seller.sellerId());
            }
        }
        Map<String, TakeResult.Opinion> told = opinions.kept(actor, SubjectKind.SELLER, asBefore, language);
        score.score(actor, changed)
                .forEach(scored -> told.put(scored.subject().subject().id(), opinions.of(scored, language)));
        return taken.stream()
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
