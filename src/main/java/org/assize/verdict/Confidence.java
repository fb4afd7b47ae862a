package org.assize.verdict;

/** How sure whoever decided was. */
public enum Confidence {
    CERTAIN,
    LIKELY
}
