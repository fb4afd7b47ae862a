/**
 * What a model sees of an order or a seller at one instant: definitions, exact point-in-time computation, distributions.
 * Not the judgement about it, and not where vectors are kept.
 *
 * <p>Invariant: a vector at an instant is a function of the events with an earlier time, not of the order in which they arrived;
 * so history and live agree to the bit. When something was recorded matters only for what has no time of its own: changes of a
 * seller, and changes of an order after it was settled.
 *
 * <p>The rule for what comes late or out of order, one for history and live: whatever arrives counts from its own instant, not
 * from its arrival. An order that comes late is itself seen as of its own instant, and by every vector of a later instant
 * that is computed once it is here. A vector that was computed before stays as it was, with the score it led to: nobody is
 * judged again behind his back. A sweep over that stretch, for training or for scoring anew, sees it in its place.
 *
 * <p>A live vector is made from the rows that its transaction sees, those that {@link HistoryNeeds} names: a restart loses nothing,
 * and every node sees what every other has committed. What is kept of busy values between two vectors ({@link KeptPasts}) saves
 * reading rows again and is never what a vector rests on.
 */
@NullMarked
package org.assize.feature;

import org.jspecify.annotations.NullMarked;
