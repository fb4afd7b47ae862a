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
                ? runs.newest(null, null, limit + 1)
                : runs.newest(cursor.instant(0), cursor.id(1), limit + 1);
        return Page.of(
                rows,
                limit,
                progress ->
                        Cursor.of(progress.createdAt().toString(), progress.id().toString()));
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
                            harmless(reject.column()),
                            harmless(reject.value()),
                            harmless(reject.complaint().sentence())));
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String harmless(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(cell.charAt(0)) < 0 ? cell : "'" + cell;
    }
}
