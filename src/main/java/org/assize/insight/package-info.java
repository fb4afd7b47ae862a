/**
 * Figures that people read across features: what a seller or a buyer has been doing, the orders that share something.
 * Decides nothing and is asked by screens only.
 *
 * <p>Invariant: it reads and never writes, and every read is bounded, whatever the size of the marketplace.
 */
@NullMarked
package org.assize.insight;

import org.jspecify.annotations.NullMarked;
