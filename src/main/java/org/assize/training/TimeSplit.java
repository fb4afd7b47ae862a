package org.assize.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A training window, then a gap in which its labels become known, then a test window. Windows hold their first instant and
 * not their last.
 */
public record TimeSplit(Instant trainFrom, Instant trainUntil, Instant testFrom, Instant testUntil) {

    public TimeSplit {
        if (!trainFrom.isBefore(trainUntil) || trainUntil.isAfter(testFrom) || !testFrom.isBefore(testUntil)) {
            throw new IllegalArgumentException("a split must run forward: train " + trainFrom + " to " + trainUntil
                    + ", test " + testFrom + " to " + testUntil);
        }
    }

    /** @param delay until a label counts as known; nobody could have trained earlier on the whole window */
    public static TimeSplit of(Instant trainFrom, Duration train, Duration delay, Duration test) {
        Instant trainUntil = trainFrom.plus(train);
        Instant testFrom = trainUntil.plus(delay);
        return new TimeSplit(trainFrom, trainUntil, testFrom, testFrom.plus(test));
    }

    /** The same split moved on by a step, as often as its test window ends within the history. */
    public List<TimeSplit> rolling(Duration step, Instant historyUntil) {
        if (step.isZero() || step.isNegative()) {
            throw new IllegalArgumentException("step must be positive, not " + step);
        }
        List<TimeSplit> splits = new ArrayList<>();
        TimeSplit split = this;
        while (!split.testUntil.isAfter(historyUntil)) {
            splits.add(split);
            split = new TimeSplit(
                    split.trainFrom.plus(step),
                    split.trainUntil.plus(step),
                    split.testFrom.plus(step),
                    split.testUntil.plus(step));
        }
        return List.copyOf(splits);
    }

    /** Whether a subject may teach: it occurred in the training window and its label was known when testing began. */
    public boolean trains(Instant occurredAt, Instant knownAt) {
        return !occurredAt.isBefore(trainFrom) && occurredAt.isBefore(trainUntil) && !knownAt.isAfter(testFrom);
    }

    public boolean tests(Instant occurredAt) {
        return !occurredAt.isBefore(testFrom) && occurredAt.isBefore(testUntil);
    }
}
