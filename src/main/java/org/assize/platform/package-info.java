/**
 * What every feature stands on and that knows no feature: time, ids, money, paging, SQL, the embedded database.
 *
 * <p>Invariant: nothing here imports another Assize package.
 */
@NullMarked
package org.assize.platform;

import org.jspecify.annotations.NullMarked;
