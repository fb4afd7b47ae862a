package org.assize.flagging;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * A simple random sample without replacement over everything that was scored, below the threshold too. Each subject draws a
 * number from its id and the seed, and the lowest {@code n} are taken: every subset of n is equally likely over seeds, each
 * subject is in with probability n/N, and whoever knows the seed and the ids can draw it again, in any order.
 */
public final class AuditSample {

    private AuditSample() {}

    /** Takes {@code n} of {@code population}; all of it where there are fewer. */
    public static <T> List<T> draw(List<T> population, Function<T, String> id, int n, long seed) {
        record Drawn<T>(T subject, long number, String id) {}
        // the worst of the taken at the head; ids break the tie of two equal numbers
        Comparator<Drawn<T>> lowest =
                Comparator.<Drawn<T>>comparingLong(Drawn::number).thenComparing(Drawn::id);
        PriorityQueue<Drawn<T>> taken = new PriorityQueue<>(Math.max(1, n), lowest.reversed());
        for (T subject : population) {
            String name = id.apply(subject);
            taken.add(new Drawn<>(subject, number(name, seed), name));
            if (taken.size() > n) {
                taken.poll();
            }
        }
        return taken.stream().sorted(lowest).map(Drawn::subject).toList();
    }

    /** FNV-1a over the UTF-16 units, then the finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long number(String id, long seed) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
