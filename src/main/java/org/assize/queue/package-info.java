/**
 * Who works which case, and which comes next: queues with their policies, and the claim, a lease on one case. Not what is
 * in a case, nor what is concluded.
 *
 * <p>Invariant: a case has at most one live claim. Its version rises whenever a claim begins or ends, every act on a
 * claimed case names the version it believes in, and a lease that has run out gives no right, whether or not anybody has
 * noticed yet. This package alone moves the queue and the claim columns of {@code fraud_case}; casework ends the claim when
 * it closes a case.
 */
@NullMarked
package org.assize.queue;

import org.jspecify.annotations.NullMarked;
