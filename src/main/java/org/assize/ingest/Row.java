package org.assize.ingest;

/** What became of reading one row: a record, a reject, or a row the mapping does not select. */
sealed interface Row<T> {

    record Read<T>(long line, T value) implements Row<T> {}

    record Refused<T>(Reject reject) implements Row<T> {}

    record NotSelected<T>() implements Row<T> {}
}
