package org.assize.platform.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list read forward from a position, never by offset and never counted: what {@link KeysetGrid} shows.
 *
 * @param <T> a row
 * @param <K> its position in the order shown; unique per row
 */
public interface KeysetSource<T, K> {

    /** At most {@code limit} rows that come after the position, from the start when it is null; fewer means the end. */
    List<T> page(@Nullable K after, int limit);

    K positionOf(T row);
}
