package org.assize.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of queues for tests that care about one or two of them. */
public final class Terms {

    private Terms() {}

    static QueuePolicy.Terms of(int sla, int lease, @Nullable Integer capacity, String... actions) {
        return new QueuePolicy.Terms(
                "always",
                sla,
                lease,
                capacity,
                List.of(actions),
                null,
                List.of(),
                List.of(),
                0,
                0,
                QueuePolicy.SecondReview.NONE);
    }

    static QueuePolicy.Terms byCalendar(String calendar, int sla) {
        return new QueuePolicy.Terms(
                calendar,
                sla,
                15,
                null,
                List.of("warn"),
                null,
                List.of(),
                List.of(),
                0,
                0,
                QueuePolicy.SecondReview.NONE);
    }

    static QueuePolicy.Terms assigned(
            @Nullable Integer capacity, int ahead, List<String> languages, List<String> typologies) {
        return new QueuePolicy.Terms(
                "always",
                60,
                15,
                capacity,
                List.of("warn"),
                ahead,
                languages,
                typologies,
                0,
                0,
                QueuePolicy.SecondReview.NONE);
    }

    /** @param hidden share judged without the score */
    public static QueuePolicy.Terms hidden(double hidden) {
        return new QueuePolicy.Terms(
                "always",
                60,
                15,
                null,
                List.of("warn"),
                null,
                List.of(),
                List.of(),
                hidden,
                0,
                QueuePolicy.SecondReview.NONE);
    }
}
