package org.assize.ingest;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a CSV file.
 *
 * @param line where it begins, as an editor counts
 * @param columns how many there are, also when more than were kept
 * @param cells as many as the header has; null where nobody asked for the cell
 * @param endsQuoted the last cell was quoted
 */
record CsvLine(long line, int columns, @Nullable String[] cells, boolean endsQuoted) {

    /** The cells of a header, all of which are read. */
    List<String> names() {
        return Arrays.stream(cells).map(String::valueOf).toList();
    }
}
