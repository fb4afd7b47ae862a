package org.assize.subject;

import java.time.Instant;

/**
 * News: a piece of a feed brought new or changed orders, the earliest placed at {@code firstPlacedAt}; told in the transaction
 * that keeps them. {@link OrdersRecorded} tells, once, that the feed has come to its end.
 */
public record OrdersKept(Instant firstPlacedAt) {}
