/** The page of labels and snapshots. Invariant: everything goes through use cases and queries. */
@NullMarked
package org.assize.label.ui;

import org.jspecify.annotations.NullMarked;
