package org.assize.feature;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Engines that were told of the orders of one value up to some instant, at rest until the value is asked for again. An engine
 * goes on only where what it was told is, word for word, how the orders now begin; whatever else has happened since, an order
 * that came late, one that was told anew, a transaction that was taken back, starts one afresh.
 */
final class Engines {

    /** Of those who ask at the same time one may be a little behind the other. */
    private static final int AT_REST = 2;

    private final Map<FeaturePlan, Deque<RunningEngine>> atRest = new HashMap<>();

    /** One that goes on along this past from {@code at} or earlier on; a new one where there is none. */
    RunningEngine take(FeaturePlan plan, Past past, Instant at) {
        synchronized (atRest) {
            Deque<RunningEngine> its = atRest.computeIfAbsent(plan, _ -> new ArrayDeque<>());
            for (Iterator<RunningEngine> all = its.iterator(); all.hasNext(); ) {
                RunningEngine each = all.next();
                if (each.goesOn(past, at)) {
                    all.remove();
                    return each.along(past);
                }
            }
        }
        return new RunningEngine(plan, past.orders(), past.words());
    }

    void giveBack(RunningEngine running) {
        synchronized (atRest) {
            Deque<RunningEngine> its = atRest.computeIfAbsent(running.plan(), _ -> new ArrayDeque<>());
            its.addFirst(running);
            while (its.size() > AT_REST) {
                its.removeLast();
            }
        }
    }
}
