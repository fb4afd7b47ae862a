package org.assize.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One JSON object as text, with the line it stands in.
 *
 * @param version of the record, when its sender numbers them: one that is not newer than what was taken changes nothing
 */
public record JsonLine(long line, String text, @Nullable Long version) {

    public JsonLine(long line, String text) {
        this(line, text, null);
    }
}
