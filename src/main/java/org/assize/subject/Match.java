package org.assize.subject;

import java.util.List;

/**
 * Why something was found.
 *
 * @param marks the places of the shown value that matched, in order; empty where the value itself is not shown
 */
public record Match(Field field, List<Mark> marks) {

    /** What matched. */
    public enum Field {
        NUMBER,
        ID,
        NAME,
        EMAIL,
        PHONE,
        BANK_ACCOUNT,
        DEVICE,
        PAYMENT,
        IP
    }

    /** @param end exclusive */
    public record Mark(int start, int end) {}

    public Match {
        marks = List.copyOf(marks);
    }

    /** The first {@code length} characters. */
    public static Match beginning(Field field, int length) {
        return new Match(field, List.of(new Mark(0, length)));
    }

    static Match of(Field field) {
        return new Match(field, List.of());
    }
}
