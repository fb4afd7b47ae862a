package org.assize.feature;

/** Words as numbers a tree can cut: FNV-1a (Fowler, Noll, Vo) over UTF-16, folded to 16 bits. */
final class Buckets {

    private Buckets() {}

    static double of(String word) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < word.length(); i++) {
            h = (h ^ word.charAt(i)) * 0x100000001b3L;
        }
        h ^= h >>> 32;
        h ^= h >>> 16;
        return h & 0xFFFF;
    }
}
