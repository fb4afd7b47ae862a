package org.assize.casework;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know of a case who was not there.
 *
 * @param words of the note behind it
 * @param readAt null while it is new
 */
public record Notification(
        UUID id,
        Kind kind,
        UUID caseId,
        long caseNumber,
        String words,
        String sentBy,
        Instant sentAt,
        @Nullable Instant readAt) {

    public enum Kind {
        /** Named in a note. */
        MENTION,
        /** Asked a question. */
        QUESTION,
        /** The answer to one's own question. */
        ANSWER,
        /** Given a case. */
        HAND_OVER
    }
}
