/** Tests of how records come in. */
@NullMarked
package org.assize.ingest;

import org.jspecify.annotations.NullMarked;
