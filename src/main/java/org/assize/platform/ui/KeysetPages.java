package org.assize.platform.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers "rows from index n" out of a list that can only be read forward, by remembering the positions it has passed.
 * Scrolling on costs one page; a jump reads on from the nearest position known. Holds positions only, no rows.
 */
final class KeysetPages<T, K> {

    private final KeysetSource<T, K> source;

    /** Index of a row to the position just before it. */
    private final TreeMap<Integer, K> passed = new TreeMap<>();

    KeysetPages(KeysetSource<T, K> source) {
        this.source = source;
    }

    void forget() {
        passed.clear();
    }

    List<T> rows(int from, int limit) {
        Map.Entry<Integer, K> nearest = passed.floorEntry(from);
        int index = nearest == null ? 0 : nearest.getKey();
        @Nullable K after = nearest == null ? null : nearest.getValue();
        List<T> wanted = new ArrayList<>(limit);
        while (wanted.size() < limit) {
            int ask = index < from ? Math.max(from - index, 1) : limit - wanted.size();
            int size = Math.min(ask, limit);
            List<T> page = source.page(after, size);
            for (T row : page) {
                if (index++ >= from) {
                    wanted.add(row);
                }
            }
            if (page.size() < size) {
                return wanted;
            }
            after = source.positionOf(page.getLast());
            passed.put(index, after);
        }
        return wanted;
    }
}
