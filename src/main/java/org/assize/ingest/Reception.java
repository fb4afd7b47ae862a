package org.assize.ingest;

import java.util.List;
import java.util.Map;

/** How many records came, and what became of them. */
record Reception(long accepted, long duplicates, long updated, long rejected) {

    static <T> Reception of(List<Taken<T>> taken) {
        var sum = new Reception(0, 0, 0, 0);
        for (Taken<T> each : taken) {
            sum = sum.and(each);
        }
        return sum;
    }

    <T> Reception and(Taken<T> one) {
        return switch (one) {
            case Taken.Refused<T> _ -> new Reception(accepted, duplicates, updated, rejected + 1);
            case Taken.Kept<T> kept ->
                switch (kept.disposition()) {
                    case ACCEPTED -> new Reception(accepted + 1, duplicates, updated, rejected);
                    case DUPLICATE -> new Reception(accepted, duplicates + 1, updated, rejected);
                    case UPDATED -> new Reception(accepted, duplicates, updated + 1, rejected);
                };
        };
    }

    Map<String, Object> payload(Feed feed) {
        return Map.of(
                "feed", feed.code(),
                "accepted", accepted,
                "duplicates", duplicates,
                "updated", updated,
                "rejected", rejected);
    }
}
