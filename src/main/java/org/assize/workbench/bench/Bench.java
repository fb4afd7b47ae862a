package org.assize.workbench.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a scenario is given: its sizes, its chance, a place for what it writes, and a word to whoever waits.
 *
 * @param sizes by flag, all of them
 * @param scratch an empty directory of this scenario alone, removed after it
 * @param err for the progress; the figures go elsewhere
 */
record Bench(Map<String, Long> sizes, long seed, Path scratch, PrintStream err) {

    long size(String flag) {
        Long size = sizes.get(flag);
        if (size == null) {
            throw new IllegalArgumentException("no size is called " + flag);
        }
        return size;
    }

    int count(String flag) {
        return Math.toIntExact(size(flag));
    }

    /** Each purpose throws its own dice, so that a change in one leaves the others as they were. */
    SplittableRandom dice(String purpose) {
        return new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L * purpose.hashCode());
    }

    void say(String what) {
        err.println("bench: " + what);
    }
}
