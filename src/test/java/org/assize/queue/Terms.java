package org.assize.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of queues for tests that care about one or two of them. */
public final class Terms {

    private static final List<String> WARN = List.of("warn");

    private Terms() {}

    static QueuePolicy.Terms of(int sla, int lease, @Nullable Integer capacity, String... actions) {
        return terms("always", sla, lease, capacity, List.of(actions), 0, 0, QueuePolicy.SecondReview.NONE);
    }

    static QueuePolicy.Terms byCalendar(String calendar, int sla) {
        return terms(calendar, sla, 15, null, WARN, 0, 0, QueuePolicy.SecondReview.NONE);
    }

    static QueuePolicy.Terms assigned(
            @Nullable Integer capacity, int ahead, List<String> languages, List<String> typologies) {
        return new QueuePolicy.Terms(
                "always", 60, 15, capacity, WARN, ahead, languages, typologies, 0, 0, QueuePolicy.SecondReview.NONE);
    }

    /** @param hidden share judged without the score */
    public static QueuePolicy.Terms hidden(double hidden) {
        return terms("always", 60, 15, null, WARN, hidden, 0, QueuePolicy.SecondReview.NONE);
    }

    /** @param blind share read twice */
    public static QueuePolicy.Terms read(double blind, QueuePolicy.SecondReview review, String... actions) {
        return terms("always", 60, 15, null, List.of(actions), 0, blind, review);
    }

    private static QueuePolicy.Terms terms(
            String calendar,
            int sla,
            int lease,
            @Nullable Integer capacity,
            List<String> actions,
            double hidden,
            double blind,
            QueuePolicy.SecondReview review) {
        return new QueuePolicy.Terms(
                calendar, sla, lease, capacity, actions, null, List.of(), List.of(), hidden, blind, review);
    }
}
