package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assize.feature.Features;
import org.assize.feature.LoadedEvents;
import org.assize.feature.OrderHistory;
import org.assize.feature.PointInTime;
import org.assize.platform.AssizeClock;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;

/**
 * Scores orders as they come in, and the sellers behind them: each order is a scoring moment of its seller. The orders have
 * been stored before; an order sees what happened before its own instant, whatever came in with it.
 */
@ApplicationScoped
public class ScoreOrders {

    private static final Duration JUST_AFTER = Duration.ofNanos(1_000);

    /** One order's score, with the model that has it; in the order the orders were given. */
    public record Scored(Champion champion, ScoredSubject subject) {}

    private final Champions champions;
    private final Features features;
    private final OrderHistory history;
    private final ScoreSellers sellers;
    private final Scores scores;
    private final RecentScores recent;
    private final Event<SubjectsScored> scored;
    private final AssizeClock clock;

    ScoreOrders(
            Champions champions,
            Features features,
            OrderHistory history,
            ScoreSellers sellers,
            Scores scores,
            RecentScores recent,
            Event<SubjectsScored> scored,
            AssizeClock clock) {
        this.champions = champions;
        this.features = features;
        this.history = history;
        this.sellers = sellers;
        this.scores = scores;
        this.recent = recent;
        this.scored = scored;
        this.clock = clock;
    }

    /** The scores of these orders; none as long as there is no champion for orders. Flags follow in the same transaction. */
    @Transactional
    public List<Scored> score(Actor actor, List<Order> orders) {
        actor.require(Permission.SEND_FEEDS);
        if (orders.isEmpty()) {
            return List.of();
        }
        Instant now = clock.now();
        List<Scored> answers = champions
                .of(SubjectKind.ORDER)
                .map(champion -> scoreOrders(champion, orders, now))
                .orElse(List.of());
        champions.of(SubjectKind.SELLER).ifPresent(champion -> scoreSellers(champion, orders, now));
        return answers;
    }

    private List<Scored> scoreOrders(Champion champion, List<Order> orders, Instant now) {
        PointInTime vectors = features.ofOrders(champion.catalog());
        LoadedEvents events = history.forOrders(vectors.orderNeeds(), orders);
        Map<String, Seller> sellers =
                events.sellers().stream().collect(Collectors.toMap(Seller::sellerId, Function.identity()));
        List<double[]> computed = vectors.orders(orders, events);
        DoubleUnaryOperator rank = recent.among(champion);
        List<ScoredSubject> subjects = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            subjects.add(opinion(
                    champion,
                    rank,
                    order.ref(),
                    order.placedAt(),
                    computed.get(i),
                    Optional.ofNullable(Markets.of(order, sellers.get(order.sellerId()))),
                    order.amount()));
        }
        tell(champion, subjects, now);
        return subjects.stream().map(subject -> new Scored(champion, subject)).toList();
    }

    private void scoreSellers(Champion champion, List<Order> orders, Instant now) {
        Map<String, Instant> last = orders.stream()
                .collect(Collectors.toMap(
                        Order::sellerId, order -> order.placedAt().plus(JUST_AFTER), (a, b) -> a.isAfter(b) ? a : b));
        List<ScoredSubject> subjects = new ArrayList<>();
        // one read for all sellers of one instant; a single order, the common case, is one read
        last.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .forEach((at, ids) -> subjects.addAll(sellers.opinions(champion, ids, at)));
        subjects.sort(Comparator.comparing(subject -> subject.subject().id()));
        tell(champion, subjects, now);
    }

    /** @param rank the percentile of a score, 0 to 1 */
    static ScoredSubject opinion(
            Champion champion,
            DoubleUnaryOperator rank,
            SubjectRef subject,
            Instant asOf,
            double[] vector,
            Optional<String> market,
            Money valueAtRisk) {
        double score = champion.model().scoring().score(vector);
        return new ScoredSubject(
                subject,
                asOf,
                score,
                rank.applyAsDouble(score),
                champion.version(),
                vector,
                market.orElse(null),
                valueAtRisk);
    }

    private void tell(Champion champion, List<ScoredSubject> subjects, Instant now) {
        scores.add(champion.kind(), champion.featureSet(), subjects, null, now);
        scored.fire(new SubjectsScored(champion, subjects, now));
    }
}
