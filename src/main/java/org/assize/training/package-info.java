/**
 * How models are fitted, measured and chosen: trainer, evaluation, time splits. Not how they score.
 *
 * <p>Invariant: a split is one of time, with the labels' delay between its halves, never a random one; and the same rows,
 * options and seed give the same model.
 */
@NullMarked
package org.assize.training;

import org.jspecify.annotations.NullMarked;
