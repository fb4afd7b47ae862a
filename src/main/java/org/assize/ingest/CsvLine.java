package org.assize.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One row of a CSV file.
 *
 * @param line where it begins, as an editor counts
 * @param columns how many there are, also when more than were kept
 * @param cells as many as the header has; null where nobody asked for the cell
 * @param endsQuoted the last cell was quoted
 */
record CsvLine(long line, int columns, @Nullable String[] cells, boolean endsQuoted) {}
