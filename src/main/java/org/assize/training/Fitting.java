package org.assize.training;

import org.assize.scoring.Model;

/** What came of a training: a model, or none and why. */
public sealed interface Fitting {

    /** @param learner the learner's own serialised form, readable through {@link LearnerBlob} only; never scored on */
    record Fitted(Model model, LearnerBlob learner) implements Fitting {}

    /** Somebody stopped it after so many trees. */
    record Cancelled(int trees) implements Fitting {}

    /** The rows, or these options on them, make no model. */
    record Unfit(Cause cause, String detail) implements Fitting {}

    enum Cause {
        /** Fewer rows, or fewer frauds or legitimate ones, than anything can be learnt from. */
        TOO_FEW_ROWS,
        /** The learner answered with numbers that are none; steps too large, in boosting. */
        NOT_FINITE
    }

    /** Told after every tree; the answer is whether to go on. */
    @FunctionalInterface
    interface Progress {
        Progress SILENT = (done, of) -> true;

        boolean goOn(int done, int of);
    }
}
