/** The page of what models see. Invariant: everything goes through use cases and queries. */
@NullMarked
package org.assize.feature.ui;

import org.jspecify.annotations.NullMarked;
