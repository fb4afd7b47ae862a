package org.assize.ingest;

import java.util.List;

/** One thing that is wrong, as a reason and its arguments. */
public record Complaint(Reason reason, List<String> arguments) {

    public Complaint {
        arguments = List.copyOf(arguments);
    }

    public static Complaint of(Reason reason, Object... arguments) {
        return new Complaint(
                reason, java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }

    /** The complaint as an English sentence. */
    public String sentence() {
        return reason.sentence(arguments);
    }
}
