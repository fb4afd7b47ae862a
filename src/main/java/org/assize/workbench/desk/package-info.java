/**
 * The desk: one case with everything needed to judge it, and the verdict always in sight.
 *
 * <p>It decides nothing: every act is a use case's, and a screen that has fallen behind is told so by them. Invariant:
 * what a person has typed is kept, whatever happens to their claim.
 */
@NullMarked
package org.assize.workbench.desk;

import org.jspecify.annotations.NullMarked;
