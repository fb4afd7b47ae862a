package org.assize.ingest;

import org.jspecify.annotations.Nullable;

/** Leaves the reading of one row at its first bad value; never leaves this package. Carries no stack, as it is no bug. */
final class Refusal extends RuntimeException {

    private final @Nullable String column;
    private final @Nullable String value;
    private final transient Complaint complaint;

    Refusal(@Nullable String column, @Nullable String value, Reason reason, Object... arguments) {
        super(reason.name(), null, false, false);
        this.column = column;
        this.value = value;
        this.complaint = Complaint.of(reason, arguments);
    }

    Reject at(long line) {
        return new Reject(line, column, value, complaint);
    }
}
