package org.assize.casework;

import java.util.List;
import org.assize.platform.FieldError;

/** The rule for what people write to explain themselves: something, and not a book. */
public final class Words {

    /** Characters that the reason of an act may have. */
    public static final int LONGEST_REASON = 4_000;

    private Words() {}

    /** Errors of one field: none, {@code required}, {@code too_long}, or {@code nul}, which PostgreSQL can not keep. */
    public static List<FieldError> check(String field, String words, int longest) {
        if (words.isBlank()) {
            return List.of(new FieldError(field, "required", "must say something"));
        }
        if (words.length() > longest) {
            return List.of(new FieldError(field, "too_long", "must have at most " + longest + " characters"));
        }
        if (words.indexOf('\0') >= 0) {
            return List.of(new FieldError(field, "nul", "must not hold the character NUL"));
        }
        return List.of();
    }
}
