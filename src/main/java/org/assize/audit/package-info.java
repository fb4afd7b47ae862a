/**
 * The trail: who did what, when, in a chain of hashes per case and per area that the application can only append to.
 *
 * <p>Invariant: an event is written in the transaction of the act it tells of; an act without its event does not happen.
 */
@NullMarked
package org.assize.audit;

import org.jspecify.annotations.NullMarked;
