package org.assize.verdict;

/** What was concluded. Inconclusive is an answer, not a missing one, and makes no label. */
public enum Decision {
    FRAUD,
    LEGITIMATE,
    INCONCLUSIVE
}
