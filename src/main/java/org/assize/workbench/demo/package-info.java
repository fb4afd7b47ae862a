/**
 * The demo's invented marketplace: its trade, the fraud planted in it, the people who judge it. Pure computation from a
 * seed and an instant; it opens no case, reads no clock and knows no database.
 *
 * <p>Invariant: equal seed, end and options give equal bytes, and the hidden truth leaves only towards simulated
 * reviewers, never through a feed.
 */
@NullMarked
package org.assize.workbench.demo;

import org.jspecify.annotations.NullMarked;
