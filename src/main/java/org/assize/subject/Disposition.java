package org.assize.subject;

/** What became of a record that was well-formed. */
public enum Disposition {
    /** It was new. */
    ACCEPTED,
    /** It was there already, word for word. */
    DUPLICATE,
    /** It replaced another content, which went into the history. */
    UPDATED
}
