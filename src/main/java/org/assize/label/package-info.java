/**
 * Ground truth for training: what verdicts and outcomes teach, with source, lineage and the instant it became known. Not
 * the verdict itself, and not the training.
 *
 * <p>Invariant: labels are only ever added. What is true of a subject as of T is the last word known at T; earlier words
 * stay.
 */
@NullMarked
package org.assize.label;

import org.jspecify.annotations.NullMarked;
