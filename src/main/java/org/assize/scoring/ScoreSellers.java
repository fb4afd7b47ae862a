package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.assize.feature.Features;
import org.assize.feature.LoadedEvents;
import org.assize.feature.OrderHistory;
import org.assize.feature.PointInTime;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/** Scores sellers that were just told of, as they stand now. (Their orders score them too: {@link ScoreOrders}.) */
@ApplicationScoped
public class ScoreSellers {

    private static final Duration JUST_AFTER = Duration.ofNanos(1_000);

    private final Champions champions;
    private final Features features;
    private final OrderHistory history;
    private final Markets markets;
    private final Scores scores;
    private final RecentScores recent;
    private final Event<SubjectsScored> scored;
    private final AssizeClock clock;

    ScoreSellers(
            Champions champions,
            Features features,
            OrderHistory history,
            Markets markets,
            Scores scores,
            RecentScores recent,
            Event<SubjectsScored> scored,
            AssizeClock clock) {
        this.champions = champions;
        this.features = features;
        this.history = history;
        this.markets = markets;
        this.scores = scores;
        this.recent = recent;
        this.scored = scored;
        this.clock = clock;
    }

    /**
     * The scores of these sellers, which have been stored before: what was told of them just now is seen. None as long as there
     * is no champion for sellers. Flags follow in the same transaction.
     */
    @Transactional
    public List<ScoreOrders.Scored> score(Actor actor, Collection<String> sellerIds) {
        actor.require(Permission.SEND_FEEDS);
        Instant now = clock.now();
        return champions.of(SubjectKind.SELLER).stream()
                .flatMap(champion -> score(champion, sellerIds, now.plus(JUST_AFTER), now).stream()
                        .map(subject -> new ScoreOrders.Scored(champion, subject)))
                .toList();
    }

    /** Scores, keeps and tells; {@code at} is the instant of the vectors. */
    List<ScoredSubject> score(Champion champion, Collection<String> sellerIds, Instant at, Instant now) {
        List<ScoredSubject> subjects = opinions(champion, sellerIds, at);
        if (!subjects.isEmpty()) {
            scores.add(champion.kind(), champion.featureSet(), subjects, null, now);
            scored.fire(new SubjectsScored(champion, subjects, now));
        }
        return subjects;
    }

    List<ScoredSubject> opinions(Champion champion, Collection<String> sellerIds, Instant at) {
        if (sellerIds.isEmpty()) {
            return List.of();
        }
        PointInTime vectors = features.ofSellers(champion.catalog());
        Set<String> ids = Set.copyOf(sellerIds);
        LoadedEvents events = history.forSellers(vectors.sellerNeeds(), ids, at);
        List<Seller> sellers = events.sellers().stream()
                .filter(seller -> ids.contains(seller.sellerId()))
                .toList();
        var computed = vectors.sellers(
                sellers.stream().map(s -> new PointInTime.SellerMoment(s, at)).toList(), events);
        var values = markets.valueAtRisk(ids, at);
        List<ScoredSubject> subjects = new ArrayList<>(sellers.size());
        DoubleUnaryOperator rank = recent.among(champion);
        for (int i = 0; i < sellers.size(); i++) {
            Seller seller = sellers.get(i);
            subjects.add(ScoreOrders.opinion(
                    champion,
                    rank,
                    seller.ref(),
                    at,
                    computed.get(i),
                    Optional.ofNullable(Markets.of(seller)),
                    Objects.requireNonNull(values.get(seller.sellerId()))));
        }
        return subjects;
    }
}
