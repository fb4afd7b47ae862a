package org.assize.training;

import java.time.Instant;

/**
 * A training window, then a gap in which its labels become known, then a test window. Windows hold their first instant and
 * not their last.
 */
public record TimeSplit(Instant trainFrom, Instant trainUntil, Instant testFrom, Instant testUntil) {

    public TimeSplit {
        if (!trainFrom.isBefore(trainUntil) || !trainUntil.isBefore(testFrom) || !testFrom.isBefore(testUntil)) {
            throw new IllegalArgumentException("a split must run forward, with time between for truth to arrive: train "
                    + trainFrom + " to " + trainUntil + ", test " + testFrom + " to " + testUntil);
        }
    }
}
