/** Features against an oracle that reads all of history again for every value, and against public data. */
@NullMarked
package org.assize.feature;

import org.jspecify.annotations.NullMarked;
