package org.assize.training;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which history a training takes, by time, never at random. How good a recipe is, is measured by fitting it on what was
 * known before days that have had their time since; what is handed out is then fitted on all that is known, verdicts of
 * this morning included.
 *
 * @param learn what the measured fit learns from; the only fit, where {@code whole} is absent
 * @param test the later days it is measured on; absent where nothing is to be measured
 * @param whole what the model that is handed out learns from
 */
record TrainingPlan(
        Stretch learn, @Nullable Stretch test, @Nullable Stretch whole) {

    /** What the model that is handed out learns from. */
    Stretch handedOut() {
        return whole == null ? learn : whole;
    }

    /** The first instant that any part takes. */
    Instant from() {
        return whole == null || learn.from().isBefore(whole.from()) ? learn.from() : whole.from();
    }

    /** The first instant that no part takes. */
    Instant until() {
        Instant until = test == null ? learn.until() : test.until();
        return whole == null || until.isAfter(whole.until()) ? until : whole.until();
    }

    /**
     * The latest days: tested on whole UTC days whose truth had time to arrive, learnt on everything that is known.
     *
     * @param end just after the newest order
     * @param window how far back silence is taken
     */
    static TrainingPlan latest(Instant end, Instant asOf, Duration delay, Duration window, Duration test) {
        Instant matured = earlier(end, asOf.minus(delay)).truncatedTo(ChronoUnit.DAYS);
        Instant testFrom = matured.minus(test);
        Stretch whole = new Stretch(earlier(end, asOf.minus(delay)).minus(window), earlier(end, asOf), asOf, delay);
        return new TrainingPlan(
                new Stretch(testFrom.minus(delay).minus(window), testFrom, testFrom, delay),
                new Stretch(testFrom, matured, asOf, delay),
                whole);
    }

    /** Just these windows: the gap between them is how long truth takes, and the model measured is the one handed out. */
    static TrainingPlan of(TimeSplit split, Instant asOf) {
        Duration delay = Duration.between(split.trainUntil(), split.testFrom());
        return new TrainingPlan(
                new Stretch(split.trainFrom(), split.trainUntil(), earlier(split.testFrom(), asOf), delay),
                new Stretch(split.testFrom(), split.testUntil(), asOf, delay),
                null);
    }

    /** The latest days as they are, for a learner that needs no labels. */
    static TrainingPlan unlabelled(Instant end, Instant asOf, Duration window) {
        return new TrainingPlan(new Stretch(end.minus(window), end, asOf, Duration.ZERO), null, null);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
