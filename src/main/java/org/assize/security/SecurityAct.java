package org.assize.security;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Something was done to people or tokens, or somebody signed in: news that the trail records in the same transaction. */
public record SecurityAct(String kind, UUID actor, Instant at, Map<String, ?> payload) {}
