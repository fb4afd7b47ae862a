package org.assize.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;
import org.assize.subject.Order;
import org.assize.subject.SubjectBatch;
import org.assize.subject.SubjectTable;
import org.jspecify.annotations.Nullable;

/**
 * A file as batches of records that a thread of its own reads, one batch ahead, so that memory holds two of them however
 * large the file is.
 */
final class FileBatches implements AutoCloseable {

    private static final int MOST_ROWS = 20_000;
    private static final int LEAST_ROWS = 1_000;
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_REJECTS = 5_000;
    /** So that progress shows and a cancel is heard, also where most rows are not selected. */
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** A cancel waits for the batch that is just being kept. */
    private static final Duration LONGEST_KEPT = Duration.ofMillis(700);

    private sealed interface Handed {}

    /** The next piece of the file, or why there is none at all. */
    sealed interface Step extends Handed {}

    /** The header and the mapping don't go together, or there is no header. */
    record Unfit(List<Complaint> complaints) implements Step {}

    /**
     * Some rows.
     *
     * @param end of the file behind this batch, if it is the last
     */
    record Batch(
            SubjectBatch<?> records,
            List<Reject> rejects,
            long skipped,
            long bytesRead,
            @Nullable Instant firstPlacedAt,
            @Nullable Instant lastPlacedAt,
            CsvRows.@Nullable Step end)
            implements Step {

        long rows() {
            return records.size() + rejects.size() + skipped;
        }
    }

    private record Thrown(Throwable failure) implements Handed {}

    private final SynchronousQueue<Handed> handover = new SynchronousQueue<>();
    private final Thread reader;
    private long toPass;
    private volatile int mostRows = MOST_ROWS;

    /** @param passed rows at its beginning that are accounted for, and are only counted past */
    FileBatches(FeedMapping mapping, InputStream file, long passed) {
        toPass = passed;
        reader = Thread.ofPlatform().name("import-reader").daemon().start(() -> read(mapping, file));
    }

    /** @throws IOException when the file can't be opened, or this thread is interrupted */
    Step next() throws IOException {
        try {
            return switch (handover.take()) {
                case Step step -> step;
                case Thrown(Throwable failure) -> throw new IOException("the file could not be read", failure);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** How long it took to keep a batch of so many records: where that is slow, the next ones are smaller. */
    void kept(int records, Duration took) {
        if (records >= LEAST_ROWS) {
            long asMany = records * LONGEST_KEPT.toNanos() / Math.max(1, took.toNanos());
            mostRows = Math.clamp(asMany, LEAST_ROWS, MOST_ROWS);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    // a thread's last frame: whatever happens is handed to the one that waits
    private void read(FeedMapping mapping, InputStream file) {
        try (file) {
            try {
                readRows(mapping, file);
            } catch (IOException | RuntimeException | Error e) {
                handover.put(new Thrown(e));
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readRows(FeedMapping mapping, InputStream file) throws IOException, InterruptedException {
        CsvRows rows;
        try {
            rows = new CsvRows(file);
        } catch (IOException e) {
            // not even the first block of what calls itself gzip
            handover.put(new Unfit(List.of(Complaint.of(Reason.FILE_UNREADABLE, 0))));
            return;
        }
        switch (rows.header()) {
            case CsvRows.End _ -> handover.put(new Unfit(List.of(Complaint.of(Reason.FILE_EMPTY))));
            case CsvRows.Broken(Complaint why) -> handover.put(new Unfit(List.of(why)));
            case CsvRows.Line(CsvLine header) -> {
                switch (CsvForm.bind(mapping, header.names())) {
                    case CsvForm.Unfit(List<Complaint> complaints) -> handover.put(new Unfit(complaints));
                    case CsvForm.Bound(CsvForm form) -> {
                        rows.want(form.wanted());
                        switch (mapping.feed()) {
                            case SELLERS -> readRows(rows, form, RecordForm.SELLER, SubjectTable.SELLERS, _ -> {});
                            case ORDERS -> readOrders(rows, form);
                            case OUTCOMES -> readRows(rows, form, RecordForm.OUTCOME, SubjectTable.OUTCOMES, _ -> {});
                        }
                    }
                }
            }
        }
    }

    private void readOrders(CsvRows rows, CsvForm form) throws InterruptedException {
        readRows(rows, form, RecordForm.ORDER, SubjectTable.ORDERS, this::widen);
    }

    private @Nullable Instant firstPlacedAt;
    private @Nullable Instant lastPlacedAt;

    private void widen(Order order) {
        Instant at = order.placedAt();
        firstPlacedAt = firstPlacedAt == null || at.isBefore(firstPlacedAt) ? at : firstPlacedAt;
        lastPlacedAt = lastPlacedAt == null || at.isAfter(lastPlacedAt) ? at : lastPlacedAt;
    }

    private <T> void readRows(
            CsvRows rows, CsvForm form, RecordForm<T> recordForm, SubjectTable<T> table, Consumer<T> look)
            throws InterruptedException {
        CsvRows.@Nullable Step end = null;
        while (end == null) {
            var records = new SubjectBatch<>(table);
            var rejects = new ArrayList<Reject>();
            long skipped = 0;
            long until = System.nanoTime() + LONGEST.toNanos();
            firstPlacedAt = null;
            lastPlacedAt = null;
            int row = 0;
            boolean full = false;
            while (end == null && !full) {
                switch (rows.next()) {
                    case CsvRows.End atEnd -> end = atEnd;
                    case CsvRows.Broken broken -> end = broken;
                    case CsvRows.Line(CsvLine _) when toPass > 0 -> toPass--;
                    case CsvRows.Line(CsvLine line) -> {
                        switch (form.read(recordForm, line)) {
                            case Row.Read<T>(long _, T value) -> {
                                records.add(value);
                                look.accept(value);
                            }
                            case Row.Refused<T>(Reject reject) -> rejects.add(reject);
                            case Row.NotSelected<T> _ -> skipped++;
                        }
                    }
                }
                row++;
                full = records.size() >= mostRows
                        || records.bytes() >= MOST_BYTES
                        || rejects.size() >= MOST_REJECTS
                        || row % 512 == 0 && System.nanoTime() > until;
            }
            handover.put(new Batch(records, rejects, skipped, rows.bytesRead(), firstPlacedAt, lastPlacedAt, end));
        }
    }
}
