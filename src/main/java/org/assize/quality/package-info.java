/**
 * How far people judge alike: blind readings of the same cases, compared. Not the readings themselves, which are verdicts to
 * be (package {@code verdict}), nor who is right.
 *
 * <p>Invariant: it reads and never writes, and a reading enters a figure only when both of its case are in.
 */
@NullMarked
package org.assize.quality;

import org.jspecify.annotations.NullMarked;
