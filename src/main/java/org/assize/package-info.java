/**
 * Where the program begins: the word after {@code ./assize} is looked up among the commands of the features.
 *
 * <p>Invariant: knows the platform only; features are found, not named.
 */
@NullMarked
package org.assize;

import org.jspecify.annotations.NullMarked;
