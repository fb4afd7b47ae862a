package org.assize.casework;

import java.time.Instant;
import java.util.UUID;

/** What somebody wrote into a case. It stays as written. */
public record Note(UUID id, UUID caseId, String body, UUID writtenById, String writtenBy, Instant writtenAt) {

    /** Characters that a note may have. */
    public static final int LONGEST = 10_000;
}
