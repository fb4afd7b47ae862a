package org.assize.feature;

import java.util.Arrays;

/**
 * Small numbers for the values of a key, counted by how many orders still name them, and handed out again when none does;
 * so memory follows the orders at hand and not all of history. Open addressing, no objects but the values.
 */
abstract class Ids {

    /** Of each place the hash and, from 1, the id: most probes end without another look into memory. */
    private long[] table = new long[256];

    private int[] hashes = new int[128];
    private int[] references = new int[128];
    private int[] free = new int[16];
    private int freed;
    private int next;
    private int live;

    /** What stands at a place of the probe sequence: 0 where it ends. */
    final long at(int place) {
        return table[place & (table.length - 1)];
    }

    static boolean hasHash(long entry, int hash) {
        return (int) (entry >>> 32) == hash;
    }

    static int id(long entry) {
        return (int) entry - 1;
    }

    private static long entry(int hash, int id) {
        return (long) hash << 32 | (id + 1);
    }

    final int retain(int id) {
        references[id]++;
        return id;
    }

    /** Whether exactly one order names it: just come, or about to go. */
    final boolean isSingle(int id) {
        return references[id] == 1;
    }

    /** Gives a new id to a value whose probe sequence ended at {@code place}. */
    final int add(int hash, int place) {
        int id = freed > 0 ? free[--freed] : next++;
        if (id == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * id);
            references = Arrays.copyOf(references, 2 * id);
            grow(2 * id);
        }
        hashes[id] = hash;
        references[id] = 1;
        table[place & (table.length - 1)] = entry(hash, id);
        if (2 * ++live > table.length) {
            long[] old = table;
            table = new long[2 * old.length];
            for (long entry : old) {
                if (entry != 0) {
                    int p = (int) (entry >>> 32);
                    while (at(p) != 0) {
                        p++;
                    }
                    table[p & (table.length - 1)] = entry;
                }
            }
        }
        return id;
    }

    /** Makes room for this many values. */
    abstract void grow(int capacity);

    /** Forgets what the id stood for. */
    abstract void clear(int id);

    final void release(int id) {
        if (--references[id] > 0) {
            return;
        }
        int mask = table.length - 1;
        int hole = hashes[id] & mask;
        while (id(table[hole]) != id) {
            hole = (hole + 1) & mask;
        }
        table[hole] = 0;
        for (int place = (hole + 1) & mask; table[place] != 0; place = (place + 1) & mask) {
            int home = (int) (table[place] >>> 32) & mask;
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                table[hole] = table[place];
                table[place] = 0;
                hole = place;
            }
        }
        clear(id);
        live--;
        if (freed == free.length) {
            free = Arrays.copyOf(free, 2 * freed);
        }
        free[freed++] = id;
    }

    static int mix(long value) {
        long h = value * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32) ^ (int) h >>> 15;
    }
}
