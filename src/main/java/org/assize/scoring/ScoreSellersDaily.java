package org.assize.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assize.feature.FeatureOptions;
import org.assize.feature.Window;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * Scores each seller with business of late once a day, as of the midnight that began it. A shop that takes the money and sells
 * no more gives no order to score it by, but what it owes comes due: overdue parcels, refunds, reviews.
 *
 * <p>One node at a time, in small transactions; who finds the work half done goes on where it stopped.
 */
@ApplicationScoped
public class ScoreSellersDaily {

    /** As far back as an order of the seller can still move its score. */
    private static final Duration OF_LATE = Window.MONTH.length().plus(FeatureOptions.SETTLED_AFTER);

    private static final int AT_ONCE = 200;

    private final Champions champions;
    private final ScoreSellers sellers;
    private final Jdbi jdbi;
    private final AssizeClock clock;

    ScoreSellersDaily(Champions champions, ScoreSellers sellers, Jdbi jdbi, AssizeClock clock) {
        this.champions = champions;
        this.sellers = sellers;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "15m", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyQuarter() {
        score(Actor.SYSTEM);
    }

    /** How many were scored; none when all of today's are, or another node is at it. */
    public long score(Actor actor) {
        actor.require(Permission.SEND_FEEDS);
        Instant now = clock.now();
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        long all = 0;
        String last = "";
        while (true) {
            String after = last;
            List<String> due = QuarkusTransaction.requiringNew().call(() -> scoreSome(after, midnight, now));
            if (due.isEmpty()) {
                return all;
            }
            all += due.size();
            last = due.getLast();
        }
    }

    private List<String> scoreSome(String after, Instant midnight, Instant now) {
        return champions
                .of(SubjectKind.SELLER)
                .filter(_ -> alone())
                .map(champion -> {
                    List<String> due = due(after, midnight);
                    sellers.score(champion, due, midnight, now);
                    return due;
                })
                .orElse(List.of());
    }

    private boolean alone() {
        return jdbi.withHandle(handle -> OneNode.takes(handle, "assize.scoring.sellers_daily"));
    }

    private List<String> due(String after, Instant midnight) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select s.seller_id from seller s
                        where s.seller_id > :after
                          -- asked seller by seller: each is one step into the index of its orders, and of its scores
                          and exists (
                            select from orders o
                            where o.seller_id = s.seller_id and o.placed_at >= :from and o.placed_at < :midnight)
                          and not exists (
                            select from score c
                            where c.subject_kind = 'seller' and c.subject_id = s.seller_id and c.as_of >= :midnight)
                        order by s.seller_id
                        limit :most
                        """)
                .bind("after", after)
                .bind("from", midnight.minus(OF_LATE))
                .bind("midnight", midnight)
                .bind("most", AT_ONCE)
                .mapTo(String.class)
                .list());
    }
}
