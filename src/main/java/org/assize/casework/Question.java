package org.assize.casework;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one person asked another about a case. Question and answer are notes; the case keeps its holder.
 *
 * @param answerId the note that answers it; null while it is open
 */
public record Question(
        UUID id,
        UUID caseId,
        UUID noteId,
        UUID askedById,
        String askedBy,
        UUID askedOfId,
        String askedOf,
        Instant askedAt,
        @Nullable UUID answerId) {}
