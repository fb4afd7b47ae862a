package org.assize.ingest;

import java.util.List;

/** One thing that is wrong, as a reason and its arguments, which are cut and cleaned of what is no text. */
public record Complaint(Reason reason, List<String> arguments) {

    /** Characters: enough to name all columns of a wide file. */
    private static final int LONGEST_ARGUMENT = 10_000;

    public Complaint {
        arguments = arguments.stream()
                .map(argument -> Reject.printable(argument, LONGEST_ARGUMENT))
                .toList();
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
