package org.assize.feature;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ids of texts, or of a text with a second one. */
final class TextIds extends Ids {

    private @Nullable String[] texts = new String[128];
    private @Nullable String[] seconds = new String[128];

    int intern(String text, @Nullable String second) {
        int hash = mix(31L * text.hashCode() + (second == null ? 0 : second.hashCode()));
        int place = hash;
        for (long entry; (entry = at(place)) != 0; place++) {
            int id = id(entry);
            if (hasHash(entry, hash) && text.equals(texts[id]) && Objects.equals(second, seconds[id])) {
                return retain(id);
            }
        }
        int id = add(hash, place);
        texts[id] = text;
        seconds[id] = second;
        return id;
    }

    /** The id of a text that has one; else -1. */
    int find(String text) {
        int hash = mix(31L * text.hashCode());
        int place = hash;
        for (long entry; (entry = at(place)) != 0; place++) {
            int id = id(entry);
            if (hasHash(entry, hash) && text.equals(texts[id]) && seconds[id] == null) {
                return id;
            }
        }
        return -1;
    }

    @Override
    void grow(int capacity) {
        texts = Arrays.copyOf(texts, capacity);
        seconds = Arrays.copyOf(seconds, capacity);
    }

    @Override
    void clear(int id) {
        texts[id] = null;
        seconds[id] = null;
    }
}
