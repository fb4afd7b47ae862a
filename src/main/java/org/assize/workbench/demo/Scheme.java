package org.assize.workbench.demo;

import java.time.Instant;

/**
 * One planted fraud: a crew at work from an instant until another, possibly later than the end of the history. A careful
 * crew leaves few traces; {@code evidence} is what an investigator who looked closely would write down.
 */
public record Scheme(String id, SchemeKind kind, boolean careful, Instant from, Instant until, String evidence) {

    public boolean running(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** How much of its life has passed: 0 at the start, 1 at the end. */
    double progress(Instant at) {
        return (double) (at.getEpochSecond() - from.getEpochSecond())
                / (until.getEpochSecond() - from.getEpochSecond());
    }
}
