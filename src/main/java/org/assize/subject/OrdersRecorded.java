package org.assize.subject;

import java.time.Instant;

/**
 * A feed brought orders placed from {@code firstPlacedAt} to {@code lastPlacedAt}, both included; told once, after the
 * last of them was committed.
 */
public record OrdersRecorded(Instant firstPlacedAt, Instant lastPlacedAt, long orders, Instant at) {}
