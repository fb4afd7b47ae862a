package org.assize.queue;

import java.util.Locale;

/** Why a verdict is read by a second person. Stored and exchanged in lower case. */
public enum ReviewRule {
    VALUE,
    TYPOLOGY,
    SHARE,
    /** Two people have read the case blind, and found something else each. */
    DISAGREEMENT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
