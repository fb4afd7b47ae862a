package org.assize.audit;

import java.util.Locale;

/** The chains that belong to no case. */
public enum Area {
    PEOPLE,
    FEEDS,
    POLICIES,
    QUEUES,
    LABELS,
    TRAINING;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
