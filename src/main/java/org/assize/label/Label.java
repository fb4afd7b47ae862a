package org.assize.label;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * The last word about one subject as of an instant.
 *
 * @param source {@code verdict}, or {@code outcome:} and the outcome's own source
 * @param lineage ids of the events and outcomes it came from
 * @param selection how the subject came to people (a flag's origin); absent when the truth came from outside
 * @param inclusionProbability chance that this subject was looked at, in (0, 1]; what weights are made of. Of an order it is the
 *     chance ever; of a seller whom an audit sample drew, that of the day {@code occurredAt} speaks of
 * @param mature whether the source has had its time: see {@link Maturity}
 */
public record Label(
        SubjectRef subject,
        boolean fraud,
        @Nullable String typology,
        @Nullable String confidence,
        String source,
        List<UUID> lineage,
        @Nullable Instant occurredAt,
        Instant knownAt,
        @Nullable String selection,
        @Nullable Double inclusionProbability,
        boolean propagated,
        boolean mature,
        @Nullable String modelVersionAtFlag,
        @Nullable Double scoreAtFlag) {

    /** The source of what people of the house concluded; every other one is an outcome. */
    public static final String VERDICT = "verdict";

    /** The instant that was judged; where the source did not say, when it became known. */
    public Instant speaksOf() {
        return occurredAt == null || occurredAt.isAfter(knownAt) ? knownAt : occurredAt;
    }

    public boolean byPeople() {
        return source.equals(VERDICT);
    }
}
