package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assize.ingest.Feed;
import org.assize.ingest.FeedDoor;
import org.assize.ingest.JsonLine;
import org.assize.ingest.TakeOrders;
import org.assize.ingest.TakeOutcomes;
import org.assize.ingest.TakeSellers;
import org.assize.ingest.Taken;
import org.assize.insight.LatestScores;
import org.assize.scoring.ScoreOrders;
import org.assize.scoring.ScoreSellers;
import org.assize.security.Actor;
import org.assize.subject.Disposition;
import org.assize.subject.Order;
import org.assize.subject.OrderChanges;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;

/**
 * Keeps what was sent and scores what is new of it, in one transaction: the one way in for records that come while they happen.
 * An order sent again unchanged is not scored again, nor is one of which only the end is told, since nothing that its score
 * speaks of has changed.
 */
@ApplicationScoped
class KeepAndScore implements FeedDoor {

    private final TakeOrders takeOrders;
    private final TakeSellers takeSellers;
    private final TakeOutcomes takeOutcomes;
    private final OrderChanges changes;
    private final LatestScores latest;
    private final ScoreOrders scoreOrders;
    private final ScoreSellers scoreSellers;

    KeepAndScore(
            TakeOrders takeOrders,
            TakeSellers takeSellers,
            TakeOutcomes takeOutcomes,
            OrderChanges changes,
            LatestScores latest,
            ScoreOrders scoreOrders,
            ScoreSellers scoreSellers) {
        this.takeOrders = takeOrders;
        this.takeSellers = takeSellers;
        this.takeOutcomes = takeOutcomes;
        this.changes = changes;
        this.latest = latest;
        this.scoreOrders = scoreOrders;
        this.scoreSellers = scoreSellers;
    }

    /**
     * @param taken what became of each record, in their order
     * @param scored those scored now
     * @param asBefore ids of those that keep the score they had, if they had one
     */
    record Outcome<T>(List<Taken<T>> taken, List<ScoreOrders.Scored> scored, Set<String> asBefore) {}

    @Override
    @Transactional
    public List<? extends Taken<?>> take(Actor actor, Feed feed, List<JsonLine> records) {
        return switch (feed) {
            case SELLERS -> sellers(actor, records).taken();
            case ORDERS -> orders(actor, records).taken();
            case OUTCOMES -> takeOutcomes.take(actor, records);
        };
    }

    @Transactional
    Outcome<Order> orders(Actor actor, List<JsonLine> orders) {
        return scored(actor, takeOrders.take(actor, orders));
    }

    /** The same of orders that were sent one by one. */
    @Transactional
    Outcome<Order> ordersOneByOne(Actor actor, List<JsonLine> orders) {
        return scored(actor, takeOrders.oneByOne(actor, orders));
    }

    private Outcome<Order> scored(Actor actor, List<Taken<Order>> taken) {
        Map<String, Order> changed = new HashMap<>();
        Set<String> updated = new HashSet<>();
        Set<String> asBefore = new HashSet<>();
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
        List<String> ended = List.copyOf(changes.onlyWhatBecame(updated));
        changed.keySet().removeAll(latest.of(actor, SubjectKind.ORDER, ended).keySet());
        asBefore.addAll(ended);
        asBefore.removeAll(changed.keySet());
        return new Outcome<>(taken, scoreOrders.score(actor, new ArrayList<>(changed.values())), asBefore);
    }

    @Transactional
    Outcome<Seller> sellers(Actor actor, List<JsonLine> sellers) {
        List<Taken<Seller>> taken = takeSellers.take(actor, sellers);
        Set<String> changed = new LinkedHashSet<>();
        Set<String> asBefore = new LinkedHashSet<>();
        for (Taken<Seller> each : taken) {
            if (each instanceof Taken.Kept<Seller>(long _, Seller seller, Disposition disposition)) {
                (disposition == Disposition.DUPLICATE ? asBefore : changed).add(seller.sellerId());
            }
        }
        asBefore.removeAll(changed);
        return new Outcome<>(taken, scoreSellers.score(actor, changed), asBefore);
    }
}
