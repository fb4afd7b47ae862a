package org.assize.platform;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is costly to know and asked often. It is good for a while that grows with what it costs; whoever comes somewhat later
 * is given what there is, and it is made anew behind them, once, however many come. Whoever comes later still waits for it
 * to be made, so that nothing is given that was begun to be made longer than {@link Age#oldest} ago. What can not be made anew
 * is not kept either: the next one to come makes it, and is told why it fails.
 */
public final class Renewed<T> {

    /**
     * How old what is given may be.
     *
     * @param worth making it may take one part in so many of the time
     * @param renewed when at the latest it is made anew, however dear: soon enough for the new one to be there before the old one may
     *     no longer be given
     * @param bearable how many times as long as it is good it may be given: what is cheap is then as good as of now
     * @param oldest beyond this nobody is given it, however dear
     */
    public record Age(int worth, Duration renewed, int bearable, Duration oldest) {

        private long good(long took) {
            return Math.min(took * worth, renewed.toNanos());
        }

        private long given(long took) {
            return Math.min(took * worth * bearable, oldest.toNanos());
        }
    }

    /** When something is done that nobody waits for: one at a time. */
    interface Later {
        void in(long nanos, Runnable act);
    }

    private record Made<T>(T value, long began, long took) {}

    private final Age age;
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
    Renewed(Age age, Supplier<T> making, LongSupplier nanos, Later later, Runnable changed) {
        this.age = age;
        this.making = making;
        this.nanos = nanos;
        this.later = later;
        this.changed = changed;
    }

    public T get() {
        Made<T> last = made;
        if (last == null || !mayBeGiven(last)) {
            return makeUnlessMade();
        }
        if (ordered.compareAndSet(false, true)) {
            renewIn(rest(last), last.value());
        }
        return last.value();
    }

    /** Nanoseconds until it is worth to be made again. */
    private long rest(Made<T> last) {
        return age.good(last.took()) - (nanos.getAsLong() - last.began());
    }

    private boolean mayBeGiven(Made<T> last) {
        return nanos.getAsLong() - last.began() < age.given(last.took());
    }

    private void renewIn(long rest, T given) {
        later.in(Math.max(0, rest), () -> renew(given));
    }

    private void renew(T given) {
        Made<T> last = made;
        long rest = last == null ? 0 : rest(last);
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
        return last != null && mayBeGiven(last) ? last.value() : make();
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
    public synchronized void forget() {
        made = null;
    }
}
