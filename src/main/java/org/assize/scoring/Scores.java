package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The table of scores; every score names the model that made it and the vector it was made from. */
@ApplicationScoped
class Scores {

    private final Jdbi jdbi;

    Scores(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds scores of one kind: one as it comes in by an insert, which is asked and answered once, more by COPY. */
    void add(SubjectKind kind, int featureSet, List<ScoredSubject> subjects, @Nullable UUID run, Instant scoredAt) {
        if (subjects.isEmpty()) {
            return;
        }
        if (subjects.size() == 1) {
            add(kind, featureSet, subjects.getFirst(), run, scoredAt);
            return;
        }
        jdbi.useHandle(handle -> {
            try {
                CopyIn copy = handle.getConnection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features,"
                                        + " scored_at, scoring_run) from stdin");
                StringBuilder rows = new StringBuilder(1 << 16);
                for (ScoredSubject subject : subjects) {
                    row(rows, kind, featureSet, subject, run, scoredAt);
                    if (rows.length() > 1 << 16) {
                        flush(copy, rows);
                    }
                }
                flush(copy, rows);
                copy.endCopy();
            } catch (SQLException e) {
                throw new UncheckedIOException(new IOException("scores could not be stored", e));
            }
        });
    }

    private void add(SubjectKind kind, int featureSet, ScoredSubject subject, @Nullable UUID run, Instant scoredAt) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features,
                          scored_at, scoring_run)
                        values (:kind, :id, :asOf, :version, :score, :percentile, :featureSet, :features, :scoredAt, :run)""")
                .bind("kind", kind.code())
                .bind("id", subject.subject().id())
                .bind("asOf", subject.asOf())
                .bind("version", subject.modelVersion())
                .bind("score", subject.score())
                .bind("percentile", subject.percentile())
                .bind("featureSet", featureSet)
                // as it is, and not number by number as text
                .bind("features", (Argument) (position, statement, _) -> statement.setArray(
                        position,
                        statement
                                .getConnection()
                                .unwrap(PGConnection.class)
                                .createArrayOf("float8", subject.features())))
                .bind("scoredAt", scoredAt)
                .bind("run", run)
                .execute());
    }

    /** The vector as it was stored. */
    static double[] vector(Array stored) throws SQLException {
        return Arrays.stream((Double[]) stored.getArray())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Those of these subjects that this model has not scored yet as of the same instant. */
    List<ScoredSubject> unscored(List<ScoredSubject> subjects) {
        if (subjects.isEmpty()) {
            return subjects;
        }
        ScoredSubject any = subjects.getFirst();
        Set<String> known = jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select s.subject_id
                        from unnest(:ids, :instants) as t (id, as_of)
                        join score s on s.subject_kind = :kind and s.subject_id = t.id and s.as_of = t.as_of
                        where s.model_version = :version""")
                .bindArray(
                        "ids",
                        String.class,
                        subjects.stream().map(s -> s.subject().id()).toList())
                .bindArray(
                        "instants",
                        Instant.class,
                        subjects.stream().map(ScoredSubject::asOf).toList())
                .bind("kind", any.subject().kind().code())
                .bind("version", any.modelVersion())
                .mapTo(String.class)
                .list()));
        return known.isEmpty()
                ? subjects
                : subjects.stream()
                        .filter(s -> !known.contains(s.subject().id()))
                        .toList();
    }

    private static void flush(CopyIn copy, StringBuilder rows) throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
    }

    private static void row(
            StringBuilder to,
            SubjectKind kind,
            int featureSet,
            ScoredSubject subject,
            @Nullable UUID run,
            Instant scoredAt) {
        to.append(kind.code()).append('\t');
        escaped(to, subject.subject().id());
        to.append('\t').append(subject.asOf()).append('\t').append(subject.modelVersion());
        to.append('\t').append(subject.score()).append('\t').append(subject.percentile());
        to.append('\t').append(featureSet).append("\t{");
        double[] features = subject.features();
        for (int i = 0; i < features.length; i++) {
            to.append(i == 0 ? "" : ",").append(features[i]);
        }
        to.append("}\t").append(scoredAt);
        to.append('\t').append(run == null ? "\\N" : run).append('\n');
    }

    /** COPY's text form gives a meaning to these four. */
    private static void escaped(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> to.append("\\\\");
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                default -> to.append(c);
            }
        }
    }
}
