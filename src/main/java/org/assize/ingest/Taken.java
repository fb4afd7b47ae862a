package org.assize.ingest;

import org.assize.subject.Disposition;

/** What became of one record that was sent. */
public sealed interface Taken<T> {

    record Kept<T>(long line, T value, Disposition disposition) implements Taken<T> {}

    record Refused<T>(Reject reject) implements Taken<T> {}
}
