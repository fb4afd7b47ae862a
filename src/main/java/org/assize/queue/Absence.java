package org.assize.queue;

import java.time.Instant;
import java.util.UUID;

/** A time in which a person is given no work, and what was laid ready for them goes to others. */
public record Absence(UUID id, UUID personId, Instant startsAt, Instant endsAt, String enteredBy) {}
