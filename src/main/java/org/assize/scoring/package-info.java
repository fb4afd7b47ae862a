/**
 * The machine's opinion of a subject: scores and the reasons that add up to them. Not the decision to look, nor the fitting.
 *
 * <p>Invariant: a model is scored from its own plain export only; one that is damaged, foreign or ever answers with a
 * number that is none never gets as far as a {@link org.assize.scoring.ScoringModel}.
 */
@NullMarked
package org.assize.scoring;

import org.jspecify.annotations.NullMarked;
