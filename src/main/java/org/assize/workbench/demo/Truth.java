package org.assize.workbench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What really happened: every fraudulent subject with its typology and scheme; whatever is not in it is honest. For
 * simulated reviewers and for measuring only; it is never imported.
 */
public final class Truth {
    private final Map<SubjectRef, Fact> facts = new LinkedHashMap<>();
    private final Map<String, Scheme> schemes = new LinkedHashMap<>();

    /** One subject is fraud, of this kind, as part of this scheme (whose own kind may differ: a crew does several things). */
    public record Fact(SubjectRef subject, SchemeKind kind, Scheme scheme) {}

    Truth() {}

    void plant(SubjectRef subject, SchemeKind kind, Scheme scheme) {
        schemes.putIfAbsent(scheme.id(), scheme);
        facts.put(subject, new Fact(subject, kind, scheme));
    }

    /** The fraud behind a subject, or null when it is honest. */
    public @Nullable Fact about(SubjectRef subject) {
        return facts.get(subject);
    }

    /** The fraud behind a subject as of an instant: a seller is honest until its scheme begins. */
    public @Nullable Fact about(SubjectRef subject, Instant at) {
        Fact fact = facts.get(subject);
        return fact == null || at.isBefore(fact.scheme().from()) ? null : fact;
    }

    public boolean isFraud(SubjectRef subject) {
        return facts.containsKey(subject);
    }

    public Collection<Fact> facts() {
        return Collections.unmodifiableCollection(facts.values());
    }

    public List<Fact> facts(SubjectKind kind) {
        return facts.values().stream()
                .filter(fact -> fact.subject().kind() == kind)
                .toList();
    }

    public Collection<Scheme> schemes() {
        return Collections.unmodifiableCollection(schemes.values());
    }

    /** Columns subject_kind, subject_id, typology, scheme_id, careful, scheme_from, scheme_until. */
    public void write(Path file) {
        try (var csv = DemoFeeds.csv(file)) {
            csv.writeRecord(
                    "subject_kind", "subject_id", "typology", "scheme_id", "careful", "scheme_from", "scheme_until");
            for (Fact fact : facts.values()) {
                csv.writeRecord(
                        fact.subject().kind().code(),
                        fact.subject().id(),
                        fact.kind().typology(),
                        fact.scheme().id(),
                        Boolean.toString(fact.scheme().careful()),
                        fact.scheme().from().toString(),
                        fact.scheme().until().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
