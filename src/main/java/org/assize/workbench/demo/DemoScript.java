package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assize.workbench.demo.SimulatedReviewers.Reviewer;

/**
 * One round of the loop as a list of steps in time, for a fresh store: import a history, look without a model, learn from
 * what people and the world said, put a model in charge, and go on until now with cases left to work on. Only a plan:
 * whoever plays it calls the ordinary use cases with each step's instant as now.
 */
public record DemoScript(List<Step> steps) {

    /** Days of history before anybody looks; people then work without a model for a week. */
    private static final int HISTORY_DAYS = 60;

    private static final int DAYS_WITHOUT_MODEL = 7;
    private static final Duration FIRST_HOURS = Duration.ofHours(2);
    private static final Duration UNWORKED = Duration.ofHours(40);

    /** Steps are in the order of their instants. */
    public sealed interface Step {
        Instant at();
    }

    /**
     * The feeds bring what is new or changed since {@code from}: sellers as of {@code at}, {@code newOrChangedOrders(from,
     * at)}, {@code outcomes(from, at)}. The first one brings everything.
     */
    public record ImportFeeds(Instant at, Instant from) implements Step {}

    /** Orders placed, and sellers seen, since {@code from} are scored; the policy's capacity and audit sample become cases. */
    public record FlagSuspects(Instant at, Instant from, By by) implements Step {}

    /** What points at suspects: rules while there is no model yet. */
    public enum By {
        RULES,
        CHAMPION
    }

    /** From {@code at} on a person claims and judges up to {@code cases}, one after another as the opinions' time says. */
    public record WorkQueue(Instant at, Reviewer reviewer, int cases) implements Step {}

    /** Somebody else reads a share of the day's closed cases again, blind. */
    public record ReadAgain(Instant at, Reviewer reviewer, double share) implements Step {}

    /** A snapshot of labels known at {@code at}, and a challenger fitted to it. */
    public record TrainChallenger(Instant at, String trainer) implements Step {}

    /** The newest challenger becomes champion: asked for by one person, approved by another. */
    public record PromoteChallenger(Instant at, String asks, String approves) implements Step {}

    public DemoScript {
        steps = List.copyOf(steps);
    }

    /**
     * @param trainer sign-in name of the data scientist who trains and asks
     * @param approver sign-in name of whoever approves, another person
     * @param casesPerReviewer upper bound per person and day, which bounds how long playing takes
     */
    public static DemoScript of(
            SimulatedMarketplace marketplace,
            SimulatedReviewers reviewers,
            String trainer,
            String approver,
            int casesPerReviewer) {
        List<Step> steps = new ArrayList<>();
        Instant end = marketplace.end();
        Instant start = marketplace.start();
        LocalDate looking =
                start.plus(Duration.ofDays(HISTORY_DAYS)).atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate learning = looking.plusDays(DAYS_WITHOUT_MODEL);
        Instant imported = start;
        for (LocalDate day = looking; morning(day).plus(FIRST_HOURS).isBefore(end); day = day.plusDays(1)) {
            Instant morning = morning(day);
            steps.add(new ImportFeeds(morning, imported));
            if (day.equals(learning)) {
                steps.add(new TrainChallenger(morning.plus(Duration.ofMinutes(20)), trainer));
                steps.add(new PromoteChallenger(morning.plus(Duration.ofMinutes(50)), trainer, approver));
            }
            By by = day.isBefore(learning) ? By.RULES : By.CHAMPION;
            // Without a model the first look goes back a fortnight: older orders are past helping.
            Instant since = day.equals(looking) ? morning.minus(Duration.ofDays(14)) : imported;
            steps.add(new FlagSuspects(morning.plus(Duration.ofHours(1)), since, by));
            imported = morning;
            if (morning.isBefore(end.minus(UNWORKED))) {
                work(steps, reviewers, day, casesPerReviewer);
            }
        }
        steps.add(new ImportFeeds(end, imported));
        steps.add(new FlagSuspects(end, imported, By.CHAMPION));
        return new DemoScript(steps);
    }

    private static void work(List<Step> steps, SimulatedReviewers reviewers, LocalDate day, int casesPerReviewer) {
        List<Reviewer> present = SimulatedReviewers.TEAM.stream()
                .filter(reviewer -> reviewers.present(reviewer, day))
                .toList();
        for (int i = 0; i < present.size(); i++) {
            Reviewer reviewer = present.get(i);
            Instant at = morning(day).plus(Duration.ofMinutes(90 + 7L * i));
            steps.add(new WorkQueue(at, reviewer, Math.min(casesPerReviewer, reviewer.casesPerDay())));
        }
        if (present.size() > 1) {
            Reviewer second = present.get(day.getDayOfYear() % present.size());
            steps.add(new ReadAgain(morning(day).plus(Duration.ofHours(9)), second, .1));
        }
    }

    private static Instant morning(LocalDate day) {
        return day.atTime(6, 0).toInstant(ZoneOffset.UTC);
    }
}
