/**
 * Which scored subjects come to people, and with what probability. Not what becomes of them there.
 *
 * <p>Invariant: every flag carries the probability with which its subject was chosen, so that what people find in a chosen
 * share tells about the whole.
 */
@NullMarked
package org.assize.flagging;

import org.jspecify.annotations.NullMarked;
