package org.assize.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.assize.subject.RecordSubjects.Tally;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Tables {@code import_run} and {@code import_reject}. */
@ApplicationScoped
class ImportRuns {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Complaint>> COMPLAINTS = new TypeReference<>() {};

    private final Jdbi jdbi;

    ImportRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void add(UUID id, Feed feed, String fileName, String mapping, long bytes, UUID actor, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into import_run (id, feed, file_name, mapping, state, bytes_total, requested_by, created_at, touched_at)
                        values (:id, :feed, :fileName, cast(:mapping as jsonb), 'WAITING', :bytes, :actor, :now, :now)
                        """)
                .bind("id", id)
                .bind("feed", feed.code())
                .bind("fileName", fileName)
                .bind("mapping", mapping)
                .bind("bytes", bytes)
                .bind("actor", actor)
                .bind("now", now)
                .execute());
    }

    /** False when it was cancelled while it waited. */
    boolean begin(UUID id, Instant now) {
        return jdbi.withHandle(handle ->
                        handle.createUpdate("""
                                update import_run set state = 'RUNNING', started_at = :now, touched_at = :now
                                where id = :id and state = 'WAITING'
                                """).bind("id", id).bind("now", now).execute())
                == 1;
    }

    /** Counts a batch in the transaction that keeps it; empty when somebody else has ended the import meanwhile. */
    Optional<Boolean> count(UUID id, Tally tally, int rejected, long skipped, long bytesRead, Instant now) {
        int kept = tally.accepted() + tally.duplicates() + tally.updated();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update import_run
                        set rows_read = rows_read + :read, accepted = accepted + :accepted, duplicates = duplicates + :duplicates,
                            updated = updated + :updated, rejected = rejected + :rejected, skipped = skipped + :skipped,
                            bytes_read = :bytesRead, touched_at = :now
                        where id = :id and state = 'RUNNING'
                        returning cancel_requested
                        """)
                .bind("id", id)
                .bind("read", kept + rejected)
                .bind("accepted", tally.accepted())
                .bind("duplicates", tally.duplicates())
                .bind("updated", tally.updated())
                .bind("rejected", rejected)
                .bind("skipped", skipped)
                .bind("bytesRead", bytesRead)
                .bind("now", now)
                .mapTo(Boolean.class)
                .findOne());
    }

    /** Rows that batches have accounted for, the skipped ones included. */
    long accountedFor(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select rows_read + skipped from import_run where id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one());
    }

    /** Lists rejects behind those that are there; {@code firstPosition} counts from 0 over the whole import. */
    void reject(UUID id, long firstPosition, List<Reject> rejects) {
        if (rejects.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into import_reject (import_id, position, line, column_name, value, reason, arguments)
                        select :id, :first + r.position, r.line, r.column_name, r.value, r.reason,
                               array (select jsonb_array_elements_text(r.arguments))
                        from unnest(:lines, :columns, :values, :reasons, cast(:arguments as jsonb[]))
                          with ordinality as r (line, column_name, value, reason, arguments, position)
                        """)
                .bind("id", id)
                .bind("first", firstPosition - 1)
                .bindArray(
                        "lines", Long.class, rejects.stream().map(Reject::line).toArray())
                .bindArray(
                        "columns",
                        String.class,
                        rejects.stream().map(Reject::column).toArray())
                .bindArray(
                        "values",
                        String.class,
                        rejects.stream().map(Reject::value).toArray())
                .bindArray(
                        "reasons",
                        String.class,
                        rejects.stream()
                                .map(reject -> reject.complaint().reason().key())
                                .toArray())
                .bindArray(
                        "arguments",
                        String.class,
                        rejects.stream()
                                .map(reject -> json(reject.complaint().arguments()))
                                .toArray())
                .execute());
    }

    void forEachReject(UUID id, Consumer<Reject> each) {
        jdbi.useTransaction(handle -> handle.createQuery("""
                        select line, column_name, value, reason, arguments from import_reject
                        where import_id = :id order by position
                        """)
                .setFetchSize(1_000)
                .bind("id", id)
                .map((row, context) -> rejected(row))
                .forEach(each));
    }

    /** Rejects in the order of the file, those behind a position. */
    List<ListedReject> rejects(UUID id, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select line, column_name, value, reason, arguments, position from import_reject
                        where import_id = :id and position > :after order by position limit :limit
                        """)
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new ListedReject(row.getLong(6), rejected(row)))
                .list());
    }

    private static Reject rejected(ResultSet row) throws SQLException {
        return new Reject(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                new Complaint(Reason.ofKey(row.getString(4)), texts(row.getArray(5))));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    /** Ends an import that has not ended yet. */
    boolean end(UUID id, ImportState state, List<Complaint> problems, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update import_run set state = :state, problem = :problem, finished_at = :now, touched_at = :now
                                where id = :id and state in ('WAITING', 'RUNNING')
                                """)
                        .bind("id", id)
                        .bind("state", state.name())
                        .bind("problem", problems.isEmpty() ? null : json(problems))
                        .bind("now", now)
                        .execute())
                == 1;
    }

    /** Asks a running import to stop, and stops a waiting one. */
    void cancel(UUID id, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        update import_run
                        set cancel_requested = true,
                            state = case state when 'WAITING' then 'CANCELLED' else state end,
                            finished_at = case state when 'WAITING' then cast(:now as timestamptz) else finished_at end
                        where id = :id and state in ('WAITING', 'RUNNING')
                        """).bind("id", id).bind("now", now).execute());
    }

    void touch(Collection<UUID> ids, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update import_run set touched_at = :now where id = any (:ids) and state in ('WAITING', 'RUNNING')")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .bind("now", now)
                .execute());
    }

    /** Ends what nobody has worked on for so long. */
    List<UUID> interruptUntouched(Duration silence, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update import_run set state = 'INTERRUPTED', finished_at = :now
                        where state in ('WAITING', 'RUNNING') and touched_at < :before
                        returning id
                        """)
                .bind("before", now.minus(silence))
                .bind("now", now)
                .mapTo(UUID.class)
                .list());
    }

    Optional<ImportProgress> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, a.name as requested_by_name from import_run r join actor a on a.id = r.requested_by
                        where r.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> progress(row))
                .findOne());
    }

    /** The newest first, behind the given one. */
    List<ImportProgress> newest(@Nullable Instant createdAt, @Nullable UUID id, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, a.name as requested_by_name from import_run r join actor a on a.id = r.requested_by
                        where cast(:id as uuid) is null
                           or (r.created_at, r.id) < (cast(:createdAt as timestamptz), cast(:id as uuid))
                        order by r.created_at desc, r.id desc limit :limit
                        """)
                .bind("createdAt", createdAt)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> progress(row))
                .list());
    }

    /** What waits or runs now, on any node. */
    List<ImportProgress> underWay(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, a.name as requested_by_name from import_run r join actor a on a.id = r.requested_by
                        where r.state in ('WAITING', 'RUNNING')
                        order by r.created_at limit :limit
                        """)
                .bind("limit", limit)
                .map((row, context) -> progress(row))
                .list());
    }

    private static ImportProgress progress(ResultSet row) throws SQLException {
        String problem = row.getString("problem");
        long total = row.getLong("bytes_total");
        boolean totalUnknown = row.wasNull();
        return new ImportProgress(
                row.getObject("id", UUID.class),
                Feed.ofCode(row.getString("feed")).orElseThrow(),
                row.getString("file_name"),
                ImportState.valueOf(row.getString("state")),
                row.getLong("rows_read"),
                row.getLong("accepted"),
                row.getLong("duplicates"),
                row.getLong("updated"),
                row.getLong("rejected"),
                row.getLong("skipped"),
                row.getLong("bytes_read"),
                totalUnknown ? null : total,
                problem == null ? List.of() : complaints(problem),
                row.getObject("requested_by", UUID.class),
                row.getString("requested_by_name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists of texts are always JSON", e);
        }
    }

    private static List<Complaint> complaints(String json) {
        try {
            return JSON.readValue(json, COMPLAINTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("import_run.problem holds no complaints", e);
        }
    }
}
