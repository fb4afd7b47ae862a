package org.assize.security;

import java.time.Instant;
import java.util.UUID;

/**
 * News, in the transaction that changes it: somebody works cases no more, by a role they lost or altogether.
 *
 * @param by who changed it
 */
public record WorkTakenAway(UUID person, Actor by, Instant at) {}
