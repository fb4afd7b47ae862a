package org.assize.subject;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** These outcomes (ids of table {@code outcome}) were accepted or updated; told in the transaction that stored them. */
public record OutcomesRecorded(List<UUID> outcomeIds, Instant at) {}
