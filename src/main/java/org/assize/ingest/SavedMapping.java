package org.assize.ingest;

import java.time.Instant;

/** A mapping kept under a name for the next file of the same form. */
public record SavedMapping(String name, FeedMapping mapping, String savedBy, Instant savedAt) {}
