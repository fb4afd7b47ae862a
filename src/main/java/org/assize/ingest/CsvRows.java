package org.assize.ingest;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file (RFC 4180, any line ends) row by row, whatever its size: gzip is known by its first bytes, a byte
 * order mark is passed over, bytes that are no UTF-8 become lone surrogates, which no text may hold, so that they cost
 * their row and not the file. What ends the file early is an answer, see {@link Step}.
 */
final class CsvRows implements AutoCloseable {

    static final int MOST_COLUMNS = 2_000;
    private static final int LARGEST_ROW = 16 * 1024 * 1024;
    private static final int LONGEST_CELL = Fields.LONGEST_ATTRIBUTE_TEXT + 1;
    private static final String NOT_UTF8 = "\uDFFF";
    /** CSV seldom shrinks below a tenth; a bomb is a thousandth. */
    private static final int MOST_EXPANSION = 250;

    private static final long EXPANSION_IGNORED = 64L * 1024 * 1024;

    /** The next row, or the end of the file, or why it ends early. */
    sealed interface Step {}

    record Line(CsvLine row) implements Step {}

    record End() implements Step {}

    record Broken(Complaint complaint) implements Step {}

    private final CountedInput compressed;
    private final LastCharacter text;
    private final CsvReader<CsvLine> reader;
    private final CloseableIterator<CsvLine> rows;
    private final Cells cells = new Cells();
    private long lastLine;
    private @Nullable Broken broken;

    /** @param input of the file as it was sent; closed with this */
    CsvRows(InputStream input) throws IOException {
        compressed = new CountedInput(input);
        text = new LastCharacter(new InputStreamReader(
                withoutByteOrderMark(unzipped(new BufferedInputStream(compressed, 1 << 16))),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(NOT_UTF8)));
        reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true)
                .skipEmptyLines(true)
                .maxBufferSize(LARGEST_ROW)
                .build(cells, text);
        rows = reader.iterator();
    }

    private InputStream unzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new ExpansionGuard(new GZIPInputStream(in, 1 << 16), compressed) : in;
    }

    private static InputStream withoutByteOrderMark(InputStream in) throws IOException {
        var first = new PushbackInputStream(in, 3);
        byte[] start = first.readNBytes(3);
        boolean mark =
                start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
        if (!mark) {
            first.unread(start);
        }
        return first;
    }

    /** Reads the header; {@link End} for a file without one. */
    Step header() {
        cells.width = MOST_COLUMNS;
        Step step = next();
        return step instanceof Line(CsvLine row) && row.columns() > MOST_COLUMNS
                ? new Broken(Complaint.of(Reason.HEADER_TOO_WIDE, MOST_COLUMNS))
                : step;
    }

    /** From now on only these cells are made into texts. */
    void want(boolean[] wanted) {
        cells.wanted = wanted;
        cells.width = wanted.length;
    }

    Step next() {
        if (broken != null) {
            return broken;
        }
        if (!hasNext()) {
            return broken == null ? new End() : broken;
        }
        CsvLine row = rows.next();
        if (row.endsQuoted() && !hasNext() && broken == null && text.last != '"') {
            return new Broken(Complaint.of(Reason.FILE_CUT_OFF, lastLine));
        }
        lastLine = row.line();
        return new Line(row);
    }

    private boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (UncheckedIOException e) {
            broken = new Broken(
                    switch (requireNonNull(e.getCause())) {
                        case EOFException _ -> Complaint.of(Reason.FILE_CUT_OFF, lastLine);
                        case Expanded _ -> Complaint.of(Reason.FILE_EXPANDS, MOST_EXPANSION);
                        case IOException _ -> Complaint.of(Reason.FILE_UNREADABLE, lastLine);
                    });
        } catch (CsvParseException e) {
            // the only thing the reader, as lenient as it is built above, still refuses
            broken = new Broken(Complaint.of(Reason.ROW_TOO_LARGE, lastLine, LARGEST_ROW >> 20));
        }
        return false;
    }

    /** Bytes of the file as sent that were read so far. */
    long bytesRead() {
        return compressed.count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Keeps the wanted cells of a row and counts the others. */
    private static final class Cells extends AbstractBaseCsvCallbackHandler<CsvLine> {

        private int width = MOST_COLUMNS;
        private boolean @Nullable [] wanted;
        private long line;
        private int columns;
        private boolean quoted;
        private @Nullable String[] kept = new @Nullable String[0];
        private final List<String> header = new ArrayList<>();

        @Override
        protected void handleBegin(long startingLineNumber) {
            line = startingLineNumber;
            columns = 0;
            quoted = false;
            header.clear();
            kept = wanted == null ? kept : new @Nullable String[width];
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean isQuoted) {
            columns++;
            quoted = isQuoted;
            if (wanted == null) {
                if (index < width) {
                    header.add(cell(buffer, offset, length));
                }
            } else if (index < width && wanted[index]) {
                kept[index] = cell(buffer, offset, length);
            }
        }

        /** Longer than any text may be is as good as whole: it will be refused for its length. */
        private static String cell(char[] buffer, int offset, int length) {
            return new String(buffer, offset, Math.min(length, LONGEST_CELL));
        }

        @Override
        protected CsvLine buildRecord() {
            return new CsvLine(line, columns, wanted == null ? header.toArray(String[]::new) : kept, quoted);
        }
    }

    private static final class Expanded extends IOException {}

    private static final class CountedInput extends FilterInputStream {
        private volatile long count;

        CountedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            count += Math.max(n, 0);
            return n;
        }
    }

    /** A zip bomb is told by what it grows to, while it is read and before it is much. */
    private static final class ExpansionGuard extends FilterInputStream {
        private final CountedInput compressed;
        private long expanded;

        ExpansionGuard(InputStream in, CountedInput compressed) {
            super(in);
            this.compressed = compressed;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            expanded += Math.max(n, 0);
            if (expanded > EXPANSION_IGNORED && expanded / MOST_EXPANSION > compressed.count) {
                throw new Expanded();
            }
            return n;
        }
    }

    /** Remembers the last character that ends no line: a quoted cell at the end of the file has to end in a quote. */
    private static final class LastCharacter extends Reader {
        private final Reader in;
        private char last;

        LastCharacter(Reader in) {
            this.in = in;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            for (int i = offset + n - 1; i >= offset; i--) {
                if (buffer[i] != '\n' && buffer[i] != '\r') {
                    last = buffer[i];
                    break;
                }
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
