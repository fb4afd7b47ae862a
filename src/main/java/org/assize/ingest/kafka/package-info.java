/**
 * Kafka as a way in: sellers, orders and outcomes from topics, taken in batches by what takes them over REST. Not what is thought
 * of them, and not how they are kept.
 *
 * <p>Invariant: a message takes effect exactly once. How far a partition was taken stands in the database and moves in the
 * transaction that keeps its records; what Kafka was told of it decides nothing. A message that can not be taken is kept as a dead
 * letter in that same transaction: none holds up those behind it, and none is lost.
 */
@NullMarked
package org.assize.ingest.kafka;

import org.jspecify.annotations.NullMarked;
