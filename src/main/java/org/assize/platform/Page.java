package org.assize.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in keyset order.
 *
 * @param next what to ask {@code after} for the page that follows; null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {

    public static final int LARGEST = 500;

    public Page {
        items = List.copyOf(items);
    }

    /** Cuts rows that were read with one more than {@code limit}, so that the last page is known without counting. */
    public static <T> Page<T> of(List<T> rowsAndOneMore, int limit, Function<T, Cursor> key) {
        if (rowsAndOneMore.size() <= limit) {
            return new Page<>(rowsAndOneMore, null);
        }
        List<T> items = rowsAndOneMore.subList(0, limit);
        return new Page<>(items, key.apply(items.getLast()).encoded());
    }

    /** The limit asked for, brought into 1..{@value #LARGEST}; {@code otherwise} when none was. */
    public static int limit(@Nullable Integer asked, int otherwise) {
        return Math.clamp(asked == null ? otherwise : asked, 1, LARGEST);
    }

    /**
     * How many rows a page of {@code shown} reads: one more tells whether there is a next one. To be defined in the statement and not
     * bound: of a limit that it can not see the planner takes a tenth of all rows to be wanted, never finds a plan that serves every
     * page, and so plans each anew, which takes longer than to read it.
     */
    public static int andOneMore(int shown) {
        return shown + 1;
    }
}
