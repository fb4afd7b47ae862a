package org.assize.feature;

import java.util.Arrays;

/** Ids of pairs of ids. */
final class PairIds extends Ids {

    private long[] pairs = new long[128];

    int intern(int first, int second) {
        long pair = (long) first << 32 | second;
        int hash = mix(pair);
        int place = hash;
        for (long entry; (entry = at(place)) != 0; place++) {
            int id = id(entry);
            if (hasHash(entry, hash) && pairs[id] == pair) {
                return retain(id);
            }
        }
        int id = add(hash, place);
        pairs[id] = pair;
        return id;
    }

    @Override
    void grow(int capacity) {
        pairs = Arrays.copyOf(pairs, capacity);
    }

    @Override
    void clear(int id) {
        pairs[id] = -1;
    }
}
