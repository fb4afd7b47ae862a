package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * When a seller was fraudulent, or honest. An order is one or the other; a seller is for a time, and a label says more or
 * less of it: an outcome that says when it occurred speaks of that day, one that does not (a ban, say) of the 30 days before
 * it was known, a verdict of a week to either side of the instant that was judged.
 */
@ApplicationScoped
public class LabelSpans {

    private static final Duration BEFORE_A_BAN = Duration.ofDays(30);
    private static final Duration AROUND_A_VERDICT = Duration.ofDays(7);

    /** @param dated whether the source said when it occurred */
    private record Span(Instant from, Instant until, Instant knownAt, boolean fraud, boolean dated, boolean byPeople) {
        boolean meets(Instant start, Instant end) {
            return from.isBefore(end) && start.isBefore(until);
        }
    }

    /** What was said of one seller on some day. */
    public record Said(boolean fraud, boolean byPeople) {}

    /** The spans of all sellers, as known at one instant. */
    public static final class Sellers {
        private final Map<String, List<Span>> spans = new HashMap<>();

        /**
         * Tells the next word, in the order in which words became known. It replaces what earlier ones said of the same time;
         * "legitimate" without a date takes back the last fraud without one, as lifting a ban does.
         */
        void tell(String sellerId, boolean fraud, String source, @Nullable Instant occurredAt, Instant knownAt) {
            List<Span> said = spans.computeIfAbsent(sellerId, seller -> new ArrayList<>());
            Span next = span(fraud, source, occurredAt, knownAt);
            if (!fraud && !next.dated()) {
                said.stream()
                        .filter(span -> span.fraud() && !span.dated())
                        .max(Comparator.comparing(Span::knownAt))
                        .ifPresent(said::remove);
            } else {
                said.removeIf(span -> span.fraud() != fraud && span.meets(next.from(), next.until()));
            }
            said.add(next);
        }

        /** What the last word about [from, until) was; nothing where nobody spoke of it. */
        public @Nullable Said on(String sellerId, Instant from, Instant until) {
            return spans.getOrDefault(sellerId, List.of()).stream()
                    .filter(span -> span.meets(from, until))
                    .max(Comparator.comparing(Span::fraud).thenComparing(Span::knownAt))
                    .map(span -> new Said(span.fraud(), span.byPeople()))
                    .orElse(null);
        }

        /** Whether a fraud of {@code since} or later was known at {@code at}. */
        public boolean knownAsFraud(String sellerId, Instant since, Instant at) {
            return spans.getOrDefault(sellerId, List.of()).stream()
                    .anyMatch(span -> span.fraud()
                            && !span.knownAt().isAfter(at)
                            && span.until().isAfter(since));
        }
    }

    private final Jdbi jdbi;

    LabelSpans(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What was known at {@code asOf}. */
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
                    OffsetDateTime occurred = row.getObject(4, OffsetDateTime.class);
                    sellers.tell(
                            row.getString(1),
                            row.getString(2).equals("fraud"),
                            row.getString(3),
                            occurred == null ? null : occurred.toInstant(),
                            row.getObject(5, OffsetDateTime.class).toInstant());
                    return row.getString(1);
                })
                .forEach(id -> {}));
        return sellers;
    }

    /** What these labels say, as far as it was known at {@code asOf}. */
    public static Sellers sellers(Collection<Label> labels, Instant asOf) {
        Sellers sellers = new Sellers();
        labels.stream()
                .filter(label -> label.subject().kind() == SubjectKind.SELLER
                        && !label.knownAt().isAfter(asOf))
                .sorted(Comparator.comparing(Label::knownAt))
                .forEach(label -> sellers.tell(
                        label.subject().id(), label.fraud(), label.source(), label.occurredAt(), label.knownAt()));
        return sellers;
    }

    private static Span span(boolean fraud, String source, @Nullable Instant occurred, Instant known) {
        boolean byPeople = source.equals(Label.VERDICT);
        if (occurred == null) {
            return new Span(known.minus(BEFORE_A_BAN), known, known, fraud, false, byPeople);
        }
        return byPeople
                ? new Span(occurred.minus(AROUND_A_VERDICT), occurred.plus(AROUND_A_VERDICT), known, fraud, true, true)
                : new Span(occurred, occurred.plusNanos(1_000), known, fraud, true, false);
    }
}
