/**
 * The pages about people: who is here, which tokens there are, one's own account, and the page that a link opens.
 *
 * <p>They ask and show; what is allowed is decided by the use cases. Invariant: a secret is on the screen once, and never
 * in an address that a later page could see.
 */
@NullMarked
package org.assize.security.ui;

import org.jspecify.annotations.NullMarked;
