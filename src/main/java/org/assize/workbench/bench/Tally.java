package org.assize.workbench.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What came of several tasks of one kind. */
final class Tally {

    private final Latencies waits = new Latencies();
    private final List<UUID> ids = new ArrayList<>();
    private double seconds;
    private double processors;

    /** @param used seconds of the processors */
    void add(Task.Done done, double used) {
        Arrays.stream(done.waits()).forEach(waits::add);
        ids.addAll(done.ids());
        seconds += done.seconds();
        processors += used;
    }

    double perSecond() {
        return waits.count() / seconds;
    }

    /** Of each act, milliseconds of the processors. */
    double cost() {
        return 1e3 * processors / waits.count();
    }

    Latencies waits() {
        return waits;
    }

    List<UUID> ids() {
        return List.copyOf(ids);
    }
}
