package org.assize.ingest;

import org.assize.subject.AttributeType;

/** What one column of a file is used for. */
public sealed interface ColumnUse {

    record Feeds(Target target) implements ColumnUse {}

    /** An attribute under the column's own name. */
    record Becomes(AttributeType type) implements ColumnUse {}

    record Ignored() implements ColumnUse {}
}
