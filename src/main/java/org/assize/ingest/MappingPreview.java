package org.assize.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a file as a mapping would read them.
 *
 * @param fields that are filled, fields of the feed first, then attributes
 * @param complaints that keep the import from starting; rows are shown as far as they can be read meanwhile
 * @param notSelected rows passed over because the mapping does not select them
 */
public record MappingPreview(List<String> fields, List<PreviewRow> rows, List<Complaint> complaints, long notSelected) {

    /**
     * One row.
     *
     * @param values by field: as they will be kept, or as they stand in the file when the row is refused; null when empty
     * @param reject why the row will not be taken, null when it will
     */
    public record PreviewRow(
            long line,
            List<@Nullable String> values,
            @Nullable Reject reject) {}
}
