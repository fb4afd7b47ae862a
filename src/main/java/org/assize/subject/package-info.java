/**
 * Sellers, orders and the truth that arrives about them: what can be under suspicion. Not who suspects it, nor why.
 *
 * <p>Invariant: a subject is named from outside by its kind and its own id; the tables keep every former version of it.
 */
@NullMarked
package org.assize.subject;

import org.jspecify.annotations.NullMarked;
