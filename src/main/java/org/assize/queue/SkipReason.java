package org.assize.queue;

import java.util.Locale;

/** Why somebody else should judge a case. */
public enum SkipReason {
    LANGUAGE,
    MARKET,
    EXPERTISE,
    CONFLICT_OF_INTEREST,
    WAITS_FOR_FACTS,
    OTHER;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
