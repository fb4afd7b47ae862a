/**
 * What a model sees of an order or a seller at one instant: definitions, exact point-in-time computation, distributions.
 * Not the judgement about it, and not where vectors are kept.
 *
 * <p>Invariant: a vector at an instant is a function of the events with an earlier time, not of the order in which they arrived;
 * so history and live agree to the bit. When something was recorded matters only for what has no time of its own: changes of a
 * seller, and changes of an order after it was settled.
 */
@NullMarked
package org.assize.feature;

import org.jspecify.annotations.NullMarked;
