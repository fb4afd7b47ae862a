package org.assize.workbench;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assize.feature.MeasureFeatures;
import org.assize.platform.AssizeClock;
import org.assize.scoring.ScoreHistory;
import org.assize.scoring.ScoringConfig;
import org.assize.security.Actor;
import org.assize.subject.OrderTimes;
import org.assize.subject.OrdersRecorded;
import org.assize.subject.SubjectKind;
import org.assize.training.EnsureFirstModel;
import org.assize.training.ModelPromoted;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the recent past scored: after an import by the first model or the champion, after a promotion by the new one. News
 * that comes in a burst is answered once, one pass at a time, below the priority of people.
 */
@ApplicationScoped
public class KeepScored {

    private static final Logger LOG = Logger.getLogger(KeepScored.class);
    private static final Duration BURST = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofDays(7);
    private static final Duration JUST_AFTER = Duration.ofNanos(1_000);

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "keep-scored");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private final EnsureFirstModel ensureFirstModel;
    private final ScoreHistory scoreHistory;
    private final MeasureFeatures measureFeatures;
    private final OrderTimes orders;
    private final ScoringConfig config;
    private final AssizeClock clock;

    private final Set<SubjectKind> promoted = EnumSet.noneOf(SubjectKind.class);
    private @Nullable Instant importedFrom;
    private @Nullable Future<?> next;

    KeepScored(
            EnsureFirstModel ensureFirstModel,
            ScoreHistory scoreHistory,
            MeasureFeatures measureFeatures,
            OrderTimes orders,
            ScoringConfig config,
            AssizeClock clock) {
        this.ensureFirstModel = ensureFirstModel;
        this.scoreHistory = scoreHistory;
        this.measureFeatures = measureFeatures;
        this.orders = orders;
        this.config = config;
        this.clock = clock;
    }

    synchronized void onOrders(@Observes OrdersRecorded news) {
        if (importedFrom == null || news.firstPlacedAt().isBefore(importedFrom)) {
            importedFrom = news.firstPlacedAt();
        }
        soon();
    }

    synchronized void onPromotion(@Observes(during = TransactionPhase.AFTER_SUCCESS) ModelPromoted news) {
        promoted.add(news.kind());
        soon();
    }

    /** A marketplace that sends its orders one by one gets its first model too. */
    @Scheduled(every = "5m", delayed = "1m")
    synchronized void everyFiveMinutes() {
        soon();
    }

    void onStop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    /** Whether there is nothing to be scored or measured, and nothing of it under way. */
    public synchronized boolean quiet() {
        return next == null || next.isDone();
    }

    private void soon() {
        if (next != null) {
            next.cancel(false);
        }
        next = worker.schedule(this::perform, BURST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void perform() {
        try {
            pass();
        } catch (RuntimeException e) {
            // where this thread's errors end; the next news tries again
            LOG.error("The recent past could not be scored", e);
        }
    }

    private void pass() {
        Optional<Instant> newest = orders.newest(clock.now());
        if (newest.isEmpty()) {
            return;
        }
        Instant until = newest.get().plus(JUST_AFTER);
        Set<SubjectKind> scored = EnumSet.noneOf(SubjectKind.class);
        Set<SubjectKind> first = EnumSet.noneOf(SubjectKind.class);
        for (SubjectKind kind : SubjectKind.values()) {
            switch (ensureFirstModel.ensure(Actor.SYSTEM, kind)) {
                case EnsureFirstModel.Result.Crowned _ -> {
                    first.add(kind);
                    scored.add(kind);
                }
                case EnsureFirstModel.Result.AlreadyThere _ -> scored.add(kind);
                case EnsureFirstModel.Result.TooFewOrders _, EnsureFirstModel.Result.NoModel _ -> {}
            }
        }
        Instant imported = takeImported();
        Set<SubjectKind> renewed = takePromoted();
        Instant history = day(until.minus(config.history()));
        for (SubjectKind kind : scored) {
            Instant from = until;
            if (renewed.contains(kind)) {
                from = day(until.minus(config.people()));
            }
            if (first.contains(kind)) {
                from = history;
            }
            if (imported != null) {
                // what lies before the first imported order has not changed
                Instant changed = day(imported.isBefore(history) ? history : imported);
                from = changed.isBefore(from) ? changed : from;
            }
            if (from.isBefore(until)) {
                scoreHistory.request(Actor.SYSTEM, kind, from, until);
            }
        }
        if (imported != null || !first.isEmpty()) {
            Instant from = until.minus(MEASURED);
            measureFeatures.measure(Actor.SYSTEM, from, until, orders.count(from, until));
        }
    }

    private synchronized @Nullable Instant takeImported() {
        Instant taken = importedFrom;
        importedFrom = null;
        return taken;
    }

    private synchronized Set<SubjectKind> takePromoted() {
        Set<SubjectKind> taken = EnumSet.copyOf(promoted);
        promoted.clear();
        return taken;
    }

    private static Instant day(Instant instant) {
        return instant.truncatedTo(ChronoUnit.DAYS);
    }
}
