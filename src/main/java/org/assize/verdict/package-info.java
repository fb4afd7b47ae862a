/**
 * The human conclusion on a case, and what the marketplace is asked to do about it. Not the label that follows from it, nor
 * the machine's opinion.
 *
 * <p>Invariant: a verdict is reached only by whoever holds the case, closes it in the same transaction, and never changes;
 * what corrects it is another row. This package alone writes {@code verdict}.
 */
@NullMarked
package org.assize.verdict;

import org.jspecify.annotations.NullMarked;
