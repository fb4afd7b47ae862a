package org.assize.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.Features;
import org.assize.feature.HistorySweep;
import org.assize.feature.OrderHistory;
import org.assize.platform.AssizeClock;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scores a stretch of history, day by day, in the background: orders as of their own instants, sellers who had orders that
 * day as of its end. Each day's scores and flags are one transaction; what was done stays when it is cancelled.
 */
@ApplicationScoped
public class ScoreHistory {

    private static final Logger LOG = Logger.getLogger(ScoreHistory.class);

    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "score-history");
        thread.setDaemon(true);
        // the people at the screens go first
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private final Champions champions;
    private final Features features;
    private final OrderHistory history;
    private final Markets markets;
    private final Scores scores;
    private final ScoringRuns runs;
    private final ScoringDue due;
    private final ScoringConfig config;
    private final Event<DayScored> dayScored;
    private final AssizeClock clock;

    ScoreHistory(
            Champions champions,
            Features features,
            OrderHistory history,
            Markets markets,
            Scores scores,
            ScoringRuns runs,
            ScoringDue due,
            ScoringConfig config,
            Event<DayScored> dayScored,
            AssizeClock clock) {
        this.champions = champions;
        this.features = features;
        this.history = history;
        this.markets = markets;
        this.scores = scores;
        this.runs = runs;
        this.due = due;
        this.config = config;
        this.dayScored = dayScored;
        this.clock = clock;
    }

    /**
     * Starts the scoring of the orders placed in [from, until), or of the sellers who had one; returns the run's id, or that
     * of the run which is about to do just this.
     */
    public UUID request(Actor actor, SubjectKind kind, Instant from, Instant until) {
        actor.require(Permission.TRAIN_MODELS);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("history from " + from + " until " + until + " is empty");
        }
        Optional<UUID> waiting = runs.waiting(kind, from, until);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        UUID id = QuarkusTransaction.requiringNew().call(() -> runs.add(actor, kind, from, until, clock.now()));
        worker.execute(() -> perform(id, kind, from, until));
        return id;
    }

    /** Starts the scoring of what is due of this kind up to {@code until}, whole days; nothing of what is older than the history. */
    public Optional<UUID> catchUp(Actor actor, SubjectKind kind, Instant until) {
        actor.require(Permission.TRAIN_MODELS);
        Instant earliest = until.minus(config.history());
        return QuarkusTransaction.requiringNew()
                .call(() -> due.lock(kind)
                        .map(from -> from.isBefore(earliest) ? earliest : from)
                        .map(from -> from.truncatedTo(ChronoUnit.DAYS))
                        .filter(from -> from.isBefore(until))
                        .map(from -> {
                            UUID id = runs.add(actor, kind, from, until, clock.now());
                            due.give(kind, id);
                            return new Given(id, from);
                        }))
                .map(given -> {
                    worker.execute(() -> perform(given.run(), kind, given.from(), until));
                    return given.run();
                });
    }

    private record Given(UUID run, Instant from) {}

    /** Asks a run to stop; it does before its next day. */
    @Transactional
    public void cancel(Actor actor, UUID id) {
        actor.require(Permission.TRAIN_MODELS);
        runs.askToCancel(id);
    }

    void onStop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void perform(UUID id, SubjectKind kind, Instant from, Instant until) {
        try {
            champions.lookAgain();
            Optional<Champion> champion = champions.of(kind);
            if (champion.isEmpty()) {
                runs.end(id, ScoringRun.State.FAILED, "there is no champion for this kind of subject", clock.now());
                return;
            }
            runs.start(id, champion.get().version());
            Sweep sweep = new Sweep(id, champion.get(), from, until);
            boolean orders = kind == SubjectKind.ORDER;
            FeatureCatalog own = champion.get().catalog();
            HistorySweep whole = new HistorySweep(
                    history,
                    orders ? own : FeatureCatalog.orders().only(List.of()),
                    orders ? FeatureCatalog.sellers().only(List.of()) : own,
                    features.options());
            whole.run(from, until, sweep);
            // the day that has not ended yet
            sweep.close(until, whole.engine());
            runs.end(id, ScoringRun.State.DONE, null, clock.now());
        } catch (CancellationException e) {
            runs.end(id, ScoringRun.State.CANCELLED, null, clock.now());
        } catch (RuntimeException e) {
            // the one place where this thread's errors end; the page shows that it failed, the log says why
            LOG.errorf(e, "Scoring run %s failed", id);
            runs.end(id, ScoringRun.State.FAILED, e.getClass().getSimpleName(), clock.now());
        }
    }

    private final class Sweep implements HistorySweep.Visitor {

        private final UUID id;
        private final Champion champion;
        private final Instant from;
        private final Instant until;
        private final Instant peopleFrom;
        private final Map<String, Seller> sellers = new HashMap<>();
        private final Set<String> active = new LinkedHashSet<>();
        private List<ScoredSubject> today = new ArrayList<>();
        private @Nullable LocalDate openDay;
        private long scored;

        Sweep(UUID id, Champion champion, Instant from, Instant until) {
            this.id = id;
            this.champion = champion;
            this.from = from;
            this.until = until;
            this.peopleFrom = until.minus(config.people());
            history.sellers().forEach(seller -> sellers.put(seller.sellerId(), seller));
        }

        @Override
        public void order(Order order, double[] vector) {
            openDay = LocalDate.ofInstant(order.placedAt(), ZoneOffset.UTC);
            if (champion.kind() == SubjectKind.ORDER) {
                today.add(ScoreOrders.opinion(
                        champion,
                        champion::percentile,
                        order.ref(),
                        order.placedAt(),
                        vector,
                        Optional.ofNullable(Markets.of(order, sellers.get(order.sellerId()))),
                        order.amount()));
            } else {
                active.add(order.sellerId());
            }
        }

        @Override
        public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {
            scoreSellers(engine, at);
            store(day, at);
            openDay = null;
            if (runs.cancelRequested(id)) {
                throw new CancellationException();
            }
        }

        void close(Instant at, FeatureEngine engine) {
            if (openDay != null) {
                scoreSellers(engine, at);
                store(openDay, at);
            }
        }

        private void scoreSellers(FeatureEngine engine, Instant at) {
            if (active.isEmpty()) {
                return;
            }
            Map<String, Money> values = markets.valueAtRisk(active, at);
            for (String sellerId : active) {
                Seller seller =
                        Objects.requireNonNull(sellers.get(sellerId), "an order names a seller that is not there");
                today.add(ScoreOrders.opinion(
                        champion,
                        champion::percentile,
                        seller.ref(),
                        at,
                        engine.vector(seller, at),
                        Optional.ofNullable(Markets.of(seller)),
                        Objects.requireNonNull(values.get(sellerId))));
            }
            active.clear();
        }

        private void store(LocalDate day, Instant at) {
            // what came live, or in an earlier run, has its score and its chance in a draw already
            List<ScoredSubject> done = scores.unscored(today);
            today = new ArrayList<>();
            Instant now = clock.now();
            QuarkusTransaction.requiringNew().run(() -> {
                scores.add(champion.kind(), champion.featureSet(), done, id, now);
                if (!done.isEmpty()) {
                    boolean whole = !at.isBefore(
                            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
                    dayScored.fire(new DayScored(champion, id, day, done, whole, at.isAfter(peopleFrom), now));
                }
            });
            scored += done.size();
            runs.advance(
                    id,
                    scored,
                    (double) Duration.between(from, at).toSeconds()
                            / Math.max(1, Duration.between(from, until).toSeconds()));
        }
    }
}
