package org.assize.platform.ui;

import java.util.Locale;

/** The risk ramp in words. A level is a place among peers (the share of subjects that score as high), not a probability. */
public enum Risk {
    LOW,
    ELEVATED,
    HIGH,
    SEVERE;

    /** @param topShare share of subjects that score at least as high, 0 to 1: the smaller the worse */
    public static Risk of(double topShare) {
        if (!(topShare >= 0)) {
            return LOW;
        }
        return topShare <= 0.005 ? SEVERE : topShare <= 0.02 ? HIGH : topShare <= 0.1 ? ELEVATED : LOW;
    }

    public String word() {
        return Texts.t("platform.risk." + level());
    }

    /** The class that colours it. */
    public String className() {
        return "risk-" + level();
    }

    String level() {
        return name().toLowerCase(Locale.ROOT);
    }
}
