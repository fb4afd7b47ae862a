package org.assize.scoring;

/** What came of reading a model's file: the model, or why it is refused. */
public sealed interface Loading {

    record ModelLoaded(Model model) implements Loading {}

    /** @param detail what was expected and what was found; English, for the log and the registry, no personal data */
    record ModelRefused(Cause cause, String detail) implements Loading {}

    /** Why a model is not let in. */
    enum Cause {
        /** Not a model's file at all. */
        FOREIGN,
        /** Of a version of the format this program does not know. */
        UNKNOWN_VERSION,
        /** Shorter or longer than it says. */
        TRUNCATED,
        /** Its bytes are not the ones that were written, or not the ones that were registered. */
        ALTERED,
        /** Whole, but what it holds is no forest. */
        MALFORMED,
        /** Gives a score that is no number in [0, 1] for a vector of its own probe. */
        NOT_FINITE,
        /** Gives other scores than it did when it was written. */
        UNEQUAL
    }
}
