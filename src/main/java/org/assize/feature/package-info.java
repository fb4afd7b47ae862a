/**
 * What a model sees of an order or a seller at one instant: definitions, exact point-in-time computation, distributions.
 * Not the judgement about it, and not where vectors are kept.
 *
 * <p>Invariant: a vector at an instant is a function of the events with an earlier time and of nothing else, neither of
 * the order in which they arrived nor of when they were recorded; so history and live agree to the bit.
 */
@NullMarked
package org.assize.feature;

import org.jspecify.annotations.NullMarked;
