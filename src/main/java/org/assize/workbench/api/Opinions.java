package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assize.insight.LatestScores;
import org.assize.scoring.Champion;
import org.assize.scoring.Champions;
import org.assize.scoring.ScoreOrders;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.assize.workbench.ReasonWords;

/** What a model thinks of a subject, with its reasons in words. */
@ApplicationScoped
class Opinions {

    private static final int REASONS = 8;

    private final LatestScores latest;
    private final Champions champions;
    private final ReasonWords words;

    Opinions(LatestScores latest, Champions champions, ReasonWords words) {
        this.latest = latest;
        this.champions = champions;
        this.words = words;
    }

    TakeResult.Opinion of(ScoreOrders.Scored scored, Locale language) {
        var subject = scored.subject();
        return new TakeResult.Opinion(
                subject.score(),
                subject.percentile(),
                subject.modelVersion(),
                reasons(scored.champion(), subject.features(), language));
    }

    /** The scores that these subjects have, by id, in a map of the caller's; those never scored are absent. */
    Map<String, TakeResult.Opinion> kept(Actor actor, SubjectKind kind, Collection<String> ids, Locale language) {
        Map<String, TakeResult.Opinion> opinions = new HashMap<>();
        latest.of(actor, kind, List.copyOf(ids)).forEach((id, kept) -> opinions.put(id, of(kind, kept, language)));
        return opinions;
    }

    private TakeResult.Opinion of(SubjectKind kind, LatestScores.Kept kept, Locale language) {
        // The reasons of a score are the model's that gave it; a model that has been replaced is not asked again.
        Optional<Champion> champion =
                champions.of(kind).filter(its -> its.version().equals(kept.modelVersion()));
        return new TakeResult.Opinion(
                kept.score(),
                kept.percentile(),
                kept.modelVersion(),
                champion.map(its -> reasons(its, kept.features(), language)).orElse(List.of()));
    }

    private List<ReasonWords.Told> reasons(Champion champion, double[] features, Locale language) {
        return words.tell(champion.catalog(), champion.model().reasons(features, REASONS), language);
    }
}
