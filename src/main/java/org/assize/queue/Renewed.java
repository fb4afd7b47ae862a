package org.assize.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is costly to know and asked often. It is good for a while that grows with what it costs; whoever comes somewhat later
 * is given what there is, and it is made anew behind them, once, however many come. Whoever comes later still waits for it
 * to be made, so that nothing is given that was begun to be made longer than {@link #OLDEST} ago. What can not be made anew
 * is not kept either: the next one to come makes it, and is told why it fails.
 */
final class Renewed<T> {

    static final Duration OLDEST = Duration.ofSeconds(4);

    /** Making it may take a twentieth of the time. */
    private static final int WORTH = 20;

    /** It is renewed soon enough to be there before the old one may no longer be given. */
    private static final long RENEWED = Duration.ofSeconds(3).toNanos();

    /**
     * How many times as long as it is good it may be given. What costs a millisecond is then a fifth of a second old at most, as
     * good as of now; where it costs five, pages that look once a second never wait.
     */
    private static final int BEARABLE = 10;

    /** When something is done that nobody waits for: one at a time. */
    interface Later {
        void in(long nanos, Runnable act);
    }

    private record Made<T>(T value, long began, long took) {

        /** Nanoseconds until it is worth to be made again. */
        long rest(long now) {
            return Math.min(took * WORTH, RENEWED) - (now - began);
        }

        boolean mayBeGiven(long now) {
            return now - began < Math.min(took * WORTH * BEARABLE, OLDEST.toNanos());
        }
    }

    private final Supplier<T> making;
    private final LongSupplier nanos;
    private final Later later;
    private final Runnable changed;
    private final AtomicBoolean ordered = new AtomicBoolean();
    private volatile @Nullable Made<T> made;

    /**
     * @param nanos of a clock that never goes back
     * @param changed is told when what somebody was given reads differently now
     */
    Renewed(Supplier<T> making, LongSupplier nanos, Later later, Runnable changed) {
        this.making = making;
        this.nanos = nanos;
        this.later = later;
        this.changed = changed;
    }

    T get() {
        Made<T> last = made;
        if (last == null || !last.mayBeGiven(nanos.getAsLong())) {
            return makeUnlessMade();
        }
        if (ordered.compareAndSet(false, true)) {
            renewIn(last.rest(nanos.getAsLong()), last.value());
        }
        return last.value();
    }

    private void renewIn(long rest, T given) {
        later.in(Math.max(0, rest), () -> renew(given));
    }

    private void renew(T given) {
        Made<T> last = made;
        long rest = last == null ? 0 : last.rest(nanos.getAsLong());
        if (rest > 0) {
            renewIn(rest, given);
            return;
        }
        // whoever comes from now on may know of something that is not in what is made now
        ordered.set(false);
        if (!make().equals(given)) {
            changed.run();
        }
    }

    private synchronized T makeUnlessMade() {
        Made<T> last = made;
        return last != null && last.mayBeGiven(nanos.getAsLong()) ? last.value() : make();
    }

    private synchronized T make() {
        long began = nanos.getAsLong();
        Made<T> anew = null;
        try {
            T value = making.get();
            anew = new Made<>(value, began, nanos.getAsLong() - began);
            return value;
        } finally {
            made = anew;
        }
    }

    /** For tests, which look sooner than people do. */
    synchronized void forget() {
        made = null;
    }
}
