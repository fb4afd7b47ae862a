package org.assize.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assize.subject.Order;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers, from 1, for the values of a key, handed out again when a value is let go; so memory follows the orders at hand
 * and not all of history. Open addressing, no objects but the values.
 */
final class TextIds {

    /** What {@link #find} says of a value that has no id. */
    static final int UNKNOWN = 0;

    /** Of each place the hash and the id: most probes end without another look into memory. */
    private long[] table = new long[64];

    private @Nullable String[] texts = new String[32];
    private @Nullable String @Nullable [] seconds;
    private int[] hashes = new int[32];
    private int[] free = new int[16];
    private int freed;
    private int next = 1;
    private int live;

    /** @param twofold whether a value is a text with a second one, which may be null */
    TextIds(boolean twofold) {
        seconds = twofold ? new String[32] : null;
    }

    int find(String text, @Nullable String second) {
        return find(text, second, hash(text, second));
    }

    private int find(String text, @Nullable String second, int hash) {
        int mask = table.length - 1;
        for (int place = hash & mask; ; place = (place + 1) & mask) {
            long entry = table[place];
            int id = (int) entry;
            if (id == UNKNOWN
                    || (int) (entry >>> 32) == hash
                            && text.equals(texts[id])
                            && (seconds == null || Objects.equals(second, seconds[id]))) {
                return id;
            }
        }
    }

    /** Finds as many values; {@link Ledger#ABSENT} where there is none. */
    void find(Ahead ahead, int count) {
        int mask = table.length - 1;
        int[] hashes = ahead.hashes;
        int[] ids = ahead.ids;
        for (int i = 0; i < count; i++) {
            String text = ahead.texts[i];
            hashes[i] = text == null ? 0 : hash(text, ahead.seconds[i]);
        }
        for (int i = 0; i < count; i++) {
            ids[i] = (int) table[hashes[i] & mask];
        }
        long seen = 0;
        for (int i = 0; i < count; i++) {
            String likely = texts[ids[i]];
            seen += likely == null ? 0 : likely.length();
        }
        ahead.seen += seen;
        for (int i = 0; i < count; i++) {
            String text = ahead.texts[i];
            ids[i] = text == null ? Ledger.ABSENT : find(text, ahead.seconds[i], hashes[i]);
        }
    }

    /** Will be asked to find and add the ids of these before long. */
    void lookFor(List<Order> orders, Ahead ahead) {
        int mask = table.length - 1;
        long seen = 0;
        for (int i = 0; i < orders.size(); i++) {
            seen += table[hash(orders.get(i).orderId(), null) & mask];
        }
        ahead.seen += seen;
    }

    /** Will be asked to remove these before long. */
    long look(int[] ids, int count) {
        int mask = table.length - 1;
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += table[this.hashes[ids[i]] & mask];
        }
        return seen;
    }

    /** Gives an id to a value that has none. */
    int add(String text, @Nullable String second) {
        int id = freed > 0 ? free[--freed] : next++;
        if (id == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * id);
            texts = Arrays.copyOf(texts, 2 * id);
            seconds = seconds == null ? null : Arrays.copyOf(seconds, 2 * id);
        }
        hashes[id] = hash(text, second);
        texts[id] = text;
        if (seconds != null) {
            seconds[id] = second;
        }
        if (2 * ++live > table.length) {
            long[] old = table;
            table = new long[2 * old.length];
            for (long entry : old) {
                if (entry != 0) {
                    put(entry);
                }
            }
        }
        put((long) hashes[id] << 32 | id);
        return id;
    }

    private void put(long entry) {
        int mask = table.length - 1;
        int place = (int) (entry >>> 32) & mask;
        while (table[place] != 0) {
            place = (place + 1) & mask;
        }
        table[place] = entry;
    }

    /** The value is known no more; its id will stand for another. */
    void remove(int id) {
        int mask = table.length - 1;
        int hole = hashes[id] & mask;
        while ((int) table[hole] != id) {
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
        texts[id] = null;
        if (seconds != null) {
            seconds[id] = null;
        }
        live--;
        if (freed == free.length) {
            free = Arrays.copyOf(free, 2 * freed);
        }
        free[freed++] = id;
    }

    /** Bytes held, without the texts. */
    long bytes() {
        return 8L * table.length + (seconds == null ? 8L : 12L) * hashes.length + 4L * free.length;
    }

    private static int hash(String text, @Nullable String second) {
        long h = (31L * text.hashCode() + (second == null ? 0 : second.hashCode())) * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32) ^ (int) h >>> 15;
    }
}
