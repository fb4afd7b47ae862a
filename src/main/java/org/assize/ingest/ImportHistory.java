package org.assize.ingest;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.platform.SpreadsheetCell;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** What imports there were, how far they are, and which rows they did not take. */
@ApplicationScoped
public class ImportHistory {

    private final ImportRuns runs;

    ImportHistory(ImportRuns runs) {
        this.runs = runs;
    }

    public Optional<ImportProgress> find(Actor actor, UUID id) {
        actor.require(Permission.READ_FEEDS);
        return runs.find(id);
    }

    /**
     * The newest imports first.
     *
     * @param after what the page before gave as {@code next}; null for the first page
     * @throws Cursor.Foreign when it gave no such thing
     */
    public Page<ImportProgress> newest(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_FEEDS);
        Cursor cursor = after == null ? null : Cursor.decode(after, 2);
        List<ImportProgress> rows = cursor == null
                ? runs.newest(null, null, Page.andOneMore(limit))
                : runs.newest(cursor.instant(0), cursor.id(1), Page.andOneMore(limit));
        return Page.of(rows, limit, ImportHistory::cursor);
    }

    /** Where an import stands in the list, as {@link #newest} takes it. */
    public static String positionOf(ImportProgress progress) {
        return cursor(progress).encoded();
    }

    private static Cursor cursor(ImportProgress progress) {
        return Cursor.of(progress.createdAt().toString(), progress.id().toString());
    }

    /** The imports that wait or run now, on any node, the oldest first. */
    public List<ImportProgress> underWay(Actor actor, int limit) {
        actor.require(Permission.READ_FEEDS);
        return runs.underWay(limit);
    }

    /** Rejects in the order of the file, those behind the given one; null from the start. */
    public List<ListedReject> rejects(Actor actor, UUID id, @Nullable Long after, int limit) {
        actor.require(Permission.READ_FEEDS);
        return runs.rejects(id, after == null ? -1 : after, limit);
    }

    /** Writes the rejects of an import as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe. */
    public void writeRejects(Actor actor, UUID id, Writer out) {
        actor.require(Permission.READ_FEEDS);
        try {
            CsvWriter csv =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
            csv.writeRecord("line", "column", "value", "reason");
            runs.forEachReject(
                    id,
                    reject -> csv.writeRecord(
                            Long.toString(reject.line()),
                            SpreadsheetCell.harmless(reject.column()),
                            SpreadsheetCell.harmless(reject.value()),
                            SpreadsheetCell.harmless(reject.complaint().sentence())));
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
