/** The page of how much people can look at, and what follows from it. Invariant: everything goes through use cases and queries. */
@NullMarked
package org.assize.flagging.ui;

import org.jspecify.annotations.NullMarked;
