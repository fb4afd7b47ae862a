package org.assize.casework;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know of a case who was not there.
 *
 * @param caseId of the first, where one act concerned many
 * @param cases that it concerns
 * @param words of the note behind it; empty while a second reader must not know them
 * @param readAt null while it is new
 */
public record Notification(
        UUID id,
        Kind kind,
        UUID caseId,
        long caseNumber,
        int cases,
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
