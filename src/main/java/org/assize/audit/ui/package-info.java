/**
 * The page on which the trail is read and its chains are checked. It changes nothing, not even by mistake.
 *
 * <p>Invariant: what is shown is what the trail holds; words for its codes come from the bundle of whoever wrote them.
 */
@NullMarked
package org.assize.audit.ui;

import org.jspecify.annotations.NullMarked;
