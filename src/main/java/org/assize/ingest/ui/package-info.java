/**
 * The screens of feeds: what came in, and bringing a file. Not the reading of files, which is {@code ingest}'s own.
 *
 * <p>Invariant: a file that was uploaded and not imported is deleted when the page is left.
 */
@NullMarked
package org.assize.ingest.ui;

import org.jspecify.annotations.NullMarked;
