package org.assize.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Every model that was ever trained here, and which of them flags. Nothing is overwritten. */
@ApplicationScoped
public class ModelRegistry {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private static final String SELECT = """
            select m.version, m.subject_kind, m.algorithm, m.options, m.seed, f.names, m.trained_on, m.metrics, m.sha256,
                   m.smile_version, a.name, m.created_at, c.model_version is not null
            from model_version m
            join feature_set f on f.id = m.feature_set
            join actor a on a.id = m.created_by
            left join champion c on c.model_version = m.version""";

    private final Jdbi jdbi;

    ModelRegistry(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest first; {@code after} is the {@code next} of the page before. */
    public Page<ModelVersion> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_MODELS);
        Cursor from = after == null ? null : Cursor.decode(after, 2);
        List<ModelVersion> rows = jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                         where cast(:at as timestamptz) is null or (m.created_at, m.version) < (:at, :version)
                        order by m.created_at desc, m.version desc limit <limit>
                        """)
                .bindByType("at", from == null ? null : from.instant(0), Instant.class)
                .bindByType("version", from == null ? null : from.text(1), String.class)
                .define("limit", Page.andOneMore(limit))
                .map((row, context) -> read(row))
                .list());
        return Page.of(rows, limit, ModelRegistry::cursor);
    }

    /** Where a model stands in the list: what to ask {@code after} for those that follow it. */
    public static String position(ModelVersion model) {
        return cursor(model).encoded();
    }

    private static Cursor cursor(ModelVersion model) {
        return Cursor.of(model.createdAt().toString(), model.version());
    }

    public Optional<ModelVersion> find(Actor actor, String version) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where m.version = :version")
                .bind("version", version)
                .map((row, context) -> read(row))
                .findOne());
    }

    Optional<String> champion(SubjectKind kind) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select model_version from champion where subject_kind = :kind")
                        .bind("kind", kind.code())
                        .mapTo(String.class)
                        .findOne());
    }

    /** Who trained a version; a promotion needs somebody else. */
    Optional<UUID> trainer(String version) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select created_by from model_version where version = :version")
                        .bind("version", version)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** The name the next model of this kind will have; numbers are given out in the transaction that stores it. */
    String nextVersion(SubjectKind kind) {
        return kind.code() + "-" + nextOrdinal(kind);
    }

    private int nextOrdinal(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select coalesce(max(ordinal), 0) + 1 from model_version where subject_kind = :kind")
                .bind("kind", kind.code())
                .mapTo(Integer.class)
                .one());
    }

    /** Stores a fitted model under its next number and returns its version. */
    String add(
            SubjectKind kind,
            Fitting.Fitted fitted,
            TreeOptions options,
            long seed,
            List<String> features,
            Map<String, ?> trainedOn,
            @Nullable ModelReport report,
            Actor trainer,
            Instant now) {
        int ordinal = nextOrdinal(kind);
        String version = kind.code() + "-" + ordinal;
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set, trained_on, metrics,
                                                   forest, smile_blob, sha256, smile_version, created_by, created_at)
                        values (:version, :kind, :ordinal, :algorithm, cast(:options as jsonb), :seed, :features, cast(:trainedOn as jsonb),
                                cast(:report as jsonb), :forest, :blob, :sha256, :smile, :trainer, :now)
                        """)
                .bind("version", version)
                .bind("kind", kind.code())
                .bind("ordinal", ordinal)
                .bind("algorithm", options.algorithm())
                .bind("options", write(options.values()))
                .bind("seed", seed)
                .bind("features", featureSet(kind, features))
                .bind("trainedOn", write(trainedOn))
                .bind("report", report == null ? "{}" : write(report))
                .bind("forest", fitted.model().bytes())
                .bind("blob", fitted.learner().bytes())
                .bind("sha256", HexFormat.of().parseHex(fitted.model().sha256()))
                .bind("smile", TreeTrainer.SMILE_VERSION)
                .bind("trainer", trainer.id())
                .bind("now", now)
                .execute());
        return version;
    }

    private int featureSet(SubjectKind kind, List<String> names) {
        return jdbi.withHandle(handle -> {
            handle.createUpdate("""
                            insert into feature_set (subject_kind, names) values (:kind, :names)
                            on conflict (subject_kind, names) do nothing
                            """)
                    .bind("kind", kind.code())
                    .bindArray("names", String.class, names)
                    .execute();
            return handle.createQuery("select id from feature_set where subject_kind = :kind and names = :names")
                    .bind("kind", kind.code())
                    .bindArray("names", String.class, names)
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /** Returns false, and changes nothing, where somebody crowned one before. */
    boolean crownFirst(SubjectKind kind, String version, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                insert into champion (subject_kind, model_version, since) values (:kind, :version, :now)
                                on conflict (subject_kind) do nothing
                                """)
                        .bind("kind", kind.code())
                        .bind("version", version)
                        .bind("now", now)
                        .execute())
                == 1;
    }

    void crown(SubjectKind kind, String version, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into champion (subject_kind, model_version, since) values (:kind, :version, :now)
                        on conflict (subject_kind) do update set model_version = excluded.model_version, since = excluded.since
                        """)
                .bind("kind", kind.code())
                .bind("version", version)
                .bind("now", now)
                .execute());
    }

    private static ModelVersion read(ResultSet row) throws SQLException {
        String report = row.getString(8);
        return new ModelVersion(
                row.getString(1),
                SubjectKind.ofCode(row.getString(2)),
                row.getString(3),
                read(row.getString(4), new TypeReference<Map<String, Double>>() {}),
                row.getLong(5),
                Arrays.asList((String[]) row.getArray(6).getArray()),
                read(row.getString(7), new TypeReference<Map<String, Object>>() {}),
                report.equals("{}") ? null : read(report, new TypeReference<ModelReport>() {}),
                HexFormat.of().formatHex(row.getBytes(9)),
                row.getString(10),
                row.getString(11),
                row.getObject(12, OffsetDateTime.class).toInstant(),
                row.getBoolean(13));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the registry holds what it did not write", e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "can not be written as JSON: " + value.getClass().getSimpleName(), e);
        }
    }
}
