package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.assize.platform.Streaming;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Labels as known at an instant, one a subject, in the order of kind and id. With {@code recordedBy} the answer is the
 * same for ever; without it, truth that arrives late about the past is in the next answer.
 */
@ApplicationScoped
public class LabelsAsOf {

    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final String LAST_WORDS = """
            select distinct on (subject_kind, subject_id collate "C")
                   subject_kind, subject_id, label, typology, confidence, source, lineage, occurred_at, known_at, selection,
                   inclusion_probability, propagated, model_version_at_flag, score_at_flag
            from label
            where known_at <= :asOf and recorded_at <= :recordedBy
              and (cast(:kind as text) is null or subject_kind = :kind)
            -- the last word wins; of two words of one instant the one recorded later, by its time-ordered id
            order by subject_kind, subject_id collate "C", known_at desc, id desc
            """;

    private final Jdbi jdbi;
    private final Maturity maturity;

    LabelsAsOf(Jdbi jdbi, LabelConfig config) {
        this.jdbi = jdbi;
        this.maturity = new Maturity(config.maturity());
    }

    /** Streams the labels to {@code each}; holds no more than one fetch of rows in memory. */
    public void forEach(Instant asOf, Instant recordedBy, @Nullable SubjectKind kind, Consumer<Label> each) {
        // a transaction of its own: the driver streams in portions only outside autocommit
        Streaming.read(
                jdbi,
                handle -> handle.createQuery(LAST_WORDS)
                        .setFetchSize(5_000)
                        .bind("asOf", asOf)
                        .bind("recordedBy", recordedBy)
                        .bind("kind", kind == null ? null : kind.code())
                        .map((row, context) -> read(row, asOf))
                        .forEach(each));
    }

    /** The first {@code limit} of what {@link #forEach} would tell now. */
    List<Label> first(Instant asOf, SubjectKind kind, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(LAST_WORDS + " limit <limit>")
                .bind("asOf", asOf)
                .bind("recordedBy", EVER)
                .bind("kind", kind.code())
                .define("limit", limit)
                .map((row, context) -> read(row, asOf))
                .list());
    }

    private Label read(ResultSet row, Instant asOf) throws SQLException {
        boolean fraud = "fraud".equals(row.getString("label"));
        String source = row.getString("source");
        Instant occurredAt = instant(row, "occurred_at");
        Instant knownAt = row.getObject("known_at", OffsetDateTime.class).toInstant();
        return new Label(
                new SubjectRef(SubjectKind.ofCode(row.getString("subject_kind")), row.getString("subject_id")),
                fraud,
                row.getString("typology"),
                row.getString("confidence"),
                source,
                uuids(row.getArray("lineage")),
                occurredAt,
                knownAt,
                row.getString("selection"),
                number(row, "inclusion_probability"),
                row.getBoolean("propagated"),
                maturity.mature(fraud, source, occurredAt, knownAt, asOf),
                row.getString("model_version_at_flag"),
                number(row, "score_at_flag"));
    }

    private static List<UUID> uuids(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(UUID.class::cast).toList();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
