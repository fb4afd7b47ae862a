package org.assize.workbench;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assize.casework.WeighCases;
import org.assize.feature.MeasureCategories;
import org.assize.feature.MeasureFeatures;
import org.assize.platform.AssizeClock;
import org.assize.scoring.ScoreHistory;
import org.assize.scoring.ScoringConfig;
import org.assize.scoring.ScoringDue;
import org.assize.security.Actor;
import org.assize.subject.OrderTimes;
import org.assize.subject.OrdersKept;
import org.assize.subject.OrdersRecorded;
import org.assize.subject.SubjectKind;
import org.assize.training.EnsureFirstModel;
import org.assize.training.ModelPromoted;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the recent past scored and what is open in order: after an import by the first model or the champion, after a
 * promotion by the new one. What is due is written down in the transaction that makes it so ({@link ScoringDue}); news that
 * comes in a burst is answered once, one pass at a time, below the priority of people.
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
    private final ScoringDue due;
    private final WeighCases weighCases;
    private final MeasureFeatures measureFeatures;
    private final MeasureCategories measureCategories;
    private final OrderTimes orders;
    private final ScoringConfig config;
    private final AssizeClock clock;

    private boolean unmeasured;
    /** Kinds whose champion may be another than when their cases were put in order; all of them after a start. */
    private final Set<SubjectKind> unweighed = EnumSet.allOf(SubjectKind.class);

    private @Nullable Future<?> next;

    KeepScored(
            EnsureFirstModel ensureFirstModel,
            ScoreHistory scoreHistory,
            ScoringDue due,
            WeighCases weighCases,
            MeasureFeatures measureFeatures,
            MeasureCategories measureCategories,
            OrderTimes orders,
            ScoringConfig config,
            AssizeClock clock) {
        this.ensureFirstModel = ensureFirstModel;
        this.scoreHistory = scoreHistory;
        this.due = due;
        this.weighCases = weighCases;
        this.measureFeatures = measureFeatures;
        this.measureCategories = measureCategories;
        this.orders = orders;
        this.config = config;
        this.clock = clock;
    }

    void onOrdersKept(@Observes OrdersKept news) {
        for (SubjectKind kind : SubjectKind.values()) {
            due.note(kind, news.firstPlacedAt());
        }
    }

    synchronized void onOrders(@Observes OrdersRecorded news) {
        unmeasured = true;
        soon();
    }

    /** The first model of a kind scores all of the history, a later one what people still look at. */
    void onPromotion(@Observes ModelPromoted news) {
        Duration back = due.nothingScored(news.kind()) ? config.history() : config.people();
        orders.newest(news.at()).ifPresent(newest -> due.note(news.kind(), newest.minus(back)));
    }

    synchronized void afterPromotion(@Observes(during = TransactionPhase.AFTER_SUCCESS) ModelPromoted news) {
        unweighed.add(news.kind());
        soon();
    }

    /** A marketplace that sends its orders one by one gets its first model too, and what was interrupted goes on. */
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
        attempt("Open cases could not be put in order", this::weigh);
        attempt("The recent past could not be scored", this::pass);
    }

    private static void attempt(String failure, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // where this thread's errors end; the next news tries again
            LOG.error(failure, e);
        }
    }

    /** A kind that could not be weighed is due again; one whose champion changes meanwhile is, too, so it is struck off before. */
    private void weigh() {
        for (SubjectKind kind : SubjectKind.values()) {
            if (!takeUnweighed(kind)) {
                continue;
            }
            boolean weighed = false;
            try {
                weighCases.weigh(kind);
                weighed = true;
            } finally {
                if (!weighed) {
                    stillUnweighed(kind);
                }
            }
        }
    }

    private void pass() {
        due.settle();
        Optional<Instant> newest = orders.newest(clock.now());
        if (newest.isEmpty()) {
            return;
        }
        Instant until = newest.get().plus(JUST_AFTER);
        boolean measure = takeUnmeasured();
        Set<SubjectKind> scorable = EnumSet.noneOf(SubjectKind.class);
        for (SubjectKind kind : SubjectKind.values()) {
            switch (ensureFirstModel.ensure(Actor.SYSTEM, kind)) {
                case EnsureFirstModel.Result.Crowned _ -> {
                    measure = true;
                    scorable.add(kind);
                }
                case EnsureFirstModel.Result.AlreadyThere _ -> scorable.add(kind);
                case EnsureFirstModel.Result.TooFewOrders _, EnsureFirstModel.Result.NoModel _ -> {}
            }
        }
        scorable.forEach(kind -> scoreHistory.catchUp(Actor.SYSTEM, kind, until));
        if (measure) {
            measureCategories.measure(Actor.SYSTEM);
            Instant from = until.minus(MEASURED);
            measureFeatures.measure(Actor.SYSTEM, from, until, orders.count(from, until));
        }
    }

    private synchronized boolean takeUnweighed(SubjectKind kind) {
        return unweighed.remove(kind);
    }

    private synchronized void stillUnweighed(SubjectKind kind) {
        unweighed.add(kind);
    }

    private synchronized boolean takeUnmeasured() {
        boolean taken = unmeasured;
        unmeasured = false;
        return taken;
    }
}
