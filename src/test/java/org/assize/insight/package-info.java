/** Figures across features, against a real database. */
@NullMarked
package org.assize.insight;

import org.jspecify.annotations.NullMarked;
