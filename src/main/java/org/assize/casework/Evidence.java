package org.assize.casework;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A file that somebody put into a case. It stays as it is.
 *
 * @param sha256 of its bytes, in hex
 * @param elsewhere numbers of other cases that hold the very same file, newest first, at most five
 */
public record Evidence(
        UUID id,
        UUID caseId,
        String fileName,
        FileKind kind,
        int bytes,
        String sha256,
        UUID attachedById,
        String attachedBy,
        Instant attachedAt,
        List<Long> elsewhere) {

    /** Bytes that one file may have. */
    public static final int LARGEST = 10 * 1024 * 1024;

    /** Files that one case may have. */
    public static final int MOST = 100;
}
