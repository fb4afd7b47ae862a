package org.assize.feature;

import java.time.Duration;

/** How far a feature looks back from its instant t: the events with a time in [t - length, t). */
public enum Window {
    HOUR("1h", Duration.ofHours(1)),
    DAY("1d", Duration.ofDays(1)),
    WEEK("7d", Duration.ofDays(7)),
    MONTH("30d", Duration.ofDays(30));

    private final String code;
    private final Duration length;

    Window(String code, Duration length) {
        this.code = code;
        this.length = length;
    }

    /** As it ends the name of a feature: {@code 1h}, {@code 1d}, {@code 7d}, {@code 30d}. */
    public String code() {
        return code;
    }

    public Duration length() {
        return length;
    }

    long micros() {
        return Micros.of(length);
    }
}
