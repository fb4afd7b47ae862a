/**
 * The connection to Kafka: whether there is one, and what leaves through it. Not what the messages mean.
 *
 * <p>Invariant: without the address of a broker nothing here connects, waits or fails.
 */
@NullMarked
package org.assize.platform.kafka;

import org.jspecify.annotations.NullMarked;
