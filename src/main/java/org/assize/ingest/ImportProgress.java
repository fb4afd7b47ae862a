package org.assize.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stands. Accepted, duplicates, updated and rejected add up to {@code rowsRead}; rows the mapping does not
 * select are not read and counted as {@code skipped}.
 *
 * @param bytesRead of the file as it was sent
 * @param problems what ended it early, or why it never began
 */
public record ImportProgress(
        UUID id,
        Feed feed,
        String fileName,
        ImportState state,
        long rowsRead,
        long accepted,
        long duplicates,
        long updated,
        long rejected,
        long skipped,
        long bytesRead,
        @Nullable Long bytesTotal,
        List<Complaint> problems,
        UUID requestedBy,
        String requestedByName,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Rows read in a second, up to the end or up to {@code now}; 0 before it began. */
    public long rowsPerSecond(Instant now) {
        if (startedAt == null) {
            return 0;
        }
        long millis = Duration.between(startedAt, finishedAt == null ? now : finishedAt)
                .toMillis();
        return (rowsRead + skipped) * 1_000 / Math.max(millis, 1);
    }

    /** Share of the file's bytes read, from 0 to 1. */
    public double share() {
        return bytesTotal == null || bytesTotal == 0 ? 0 : Math.min(1, (double) bytesRead / bytesTotal);
    }
}
