/** Pages about models: the list, one beside the champion, and who says which flags. No decision is made here. Invariant: everything goes through use cases and queries. */
@NullMarked
package org.assize.training.ui;

import org.jspecify.annotations.NullMarked;
