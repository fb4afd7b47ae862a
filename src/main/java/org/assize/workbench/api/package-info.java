/**
 * The REST routes that join features: an order that comes in is kept, scored and perhaps a case before it is answered.
 *
 * <p>It decides nothing. Invariant: an answer says what the database holds, in the order of what was asked.
 */
@NullMarked
package org.assize.workbench.api;

import org.jspecify.annotations.NullMarked;
