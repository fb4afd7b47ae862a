package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * When a seller was fraudulent. An order is fraud or not; a seller is for a time, and a label says more or less of it: an
 * outcome that says when it occurred speaks of that day, one that does not (a ban, say) of the 30 days before it was known,
 * a verdict of a week to either side of the instant that was judged.
 */
@ApplicationScoped
public class LabelSpans {

    private static final Duration BEFORE_A_BAN = Duration.ofDays(30);
    private static final Duration AROUND_A_VERDICT = Duration.ofDays(7);

    private record Span(Instant from, Instant until) {}

    /** The spans of all sellers, as known at one instant. */
    public static final class Sellers {
        private final Map<String, List<Span>> fraud = new HashMap<>();

        /** Whether the seller was fraudulent at some time in [from, until). */
        public boolean fraudOn(String sellerId, Instant from, Instant until) {
            return fraud.getOrDefault(sellerId, List.of()).stream()
                    .anyMatch(span -> span.from().isBefore(until) && from.isBefore(span.until()));
        }
    }

    private final Jdbi jdbi;

    LabelSpans(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What was known at {@code asOf}. A later legitimate verdict takes back what earlier verdicts and outcomes said. */
    public Sellers sellers(Instant asOf) {
        Sellers sellers = new Sellers();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select subject_id, label, source, occurred_at, known_at
                        from label
                        where subject_kind = 'seller' and known_at <= :asOf
                        order by known_at, id
                        """)
                .bind("asOf", asOf)
                .map((row, context) -> {
                    String id = row.getString(1);
                    if (row.getString(2).equals("legitimate")) {
                        sellers.fraud.remove(id);
                    } else {
                        OffsetDateTime occurred = row.getObject(4, OffsetDateTime.class);
                        Instant known = row.getObject(5, OffsetDateTime.class).toInstant();
                        sellers.fraud
                                .computeIfAbsent(id, seller -> new ArrayList<>())
                                .add(span(row.getString(3), occurred == null ? null : occurred.toInstant(), known));
                    }
                    return id;
                })
                .forEach(id -> {}));
        return sellers;
    }

    private static Span span(String source, @Nullable Instant occurred, Instant known) {
        if (occurred == null) {
            return new Span(known.minus(BEFORE_A_BAN), known);
        }
        return source.equals("verdict")
                ? new Span(occurred.minus(AROUND_A_VERDICT), occurred.plus(AROUND_A_VERDICT))
                : new Span(occurred, occurred.plusNanos(1_000));
    }
}
