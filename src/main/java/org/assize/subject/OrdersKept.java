package org.assize.subject;

import java.time.Instant;

/**
 * News: a piece of a feed brought orders that were not there before, or not at that time or with that seller, the earliest placed
 * at {@code firstPlacedAt}; told in the transaction that keeps them. What came to be known of an order later asks for no new
 * score. {@link OrdersRecorded} tells, once, that the feed has come to its end.
 */
public record OrdersKept(Instant firstPlacedAt) {}
