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
import org.assize.subject.OrdersRecorded;
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
                        insert into import_run (id, feed, file_name, mapping, state, bytes_total, requested_by, created_at)
                        values (:id, :feed, :fileName, cast(:mapping as jsonb), 'WAITING', :bytes, :actor, :now)
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

    /**
     * An import that a node has claimed.
     *
     * @param claimVersion without which nothing is kept; another node that takes the import over has a later one
     * @param accountedFor rows of the file that batches have accounted for, the skipped ones included
     * @param rejected how many of them were rejected
     */
    record Taken(
            UUID id,
            Feed feed,
            String mapping,
            long bytesTotal,
            int claimVersion,
            long accountedFor,
            long rejected,
            boolean cancelRequested) {}

    /**
     * Claims the import that has waited longest: one that nobody works on yet, or whose node has not been heard of for the
     * length of a lease.
     *
     * @param mine what this node works on: it is alive, however long the database was away
     */
    Optional<Taken> take(UUID node, Collection<UUID> mine, Duration lease, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update import_run
                        set state = 'RUNNING', node = :node, claim_version = claim_version + 1,
                            started_at = coalesce(started_at, :now), touched_at = clock_timestamp()
                        where id = (
                          select id from import_run
                          where state in ('WAITING', 'RUNNING')
                            and (state = 'WAITING' or touched_at < clock_timestamp() - make_interval(secs => :lease))
                            and id <> all (:mine)
                          order by created_at, id limit 1
                          -- a batch that is just being counted holds its row: whoever counts it is alive
                          for update skip locked)
                        returning id, feed, mapping, bytes_total, claim_version, rows_read + skipped, rejected, cancel_requested
                        """)
                .bind("node", node)
                .bindArray("mine", UUID.class, List.copyOf(mine))
                .bind("lease", lease.toSeconds())
                .bind("now", now)
                .map((row, context) -> new Taken(
                        row.getObject(1, UUID.class),
                        Feed.ofCode(row.getString(2)).orElseThrow(),
                        row.getString(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getBoolean(8)))
                .findOne());
    }

    /** Renews the leases of what this node works on. */
    void touch(UUID node, Collection<UUID> mine) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_run set touched_at = clock_timestamp()
                        where id = any (:mine) and node = :node and state = 'RUNNING'
                        """)
                .bindArray("mine", UUID.class, List.copyOf(mine))
                .bind("node", node)
                .execute());
    }

    /** An import that this node will not go on with waits for any node. */
    void giveBack(Taken its) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_run set state = 'WAITING', node = null
                        where id = :id and claim_version = :version and state = 'RUNNING'
                        """)
                .bind("id", its.id())
                .bind("version", its.claimVersion())
                .execute());
    }

    /** What this node was at when it was last killed waits for any node: to be called before it begins anything. */
    void giveBackAll(UUID node) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update import_run set state = 'WAITING', node = null where node = :node and state = 'RUNNING'")
                .bind("node", node)
                .execute());
    }

    /** Of what waits or runs, on any node. */
    List<UUID> idsUnderWay() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id from import_run where state in ('WAITING', 'RUNNING')")
                        .mapTo(UUID.class)
                        .list());
    }

    /** Counts a batch in the transaction that keeps it; empty when the claim is lost, and then nothing of it may be kept. */
    Optional<Boolean> count(Taken its, Tally tally, FileBatches.Batch batch) {
        boolean changed = tally.changed() > 0;
        int rejected = batch.rejects().size();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update import_run
                        set rows_read = rows_read + :read, accepted = accepted + :accepted, duplicates = duplicates + :duplicates,
                            updated = updated + :updated, rejected = rejected + :rejected, skipped = skipped + :skipped,
                            first_placed_at = least(first_placed_at, cast(:firstPlacedAt as timestamptz)),
                            last_placed_at = greatest(last_placed_at, cast(:lastPlacedAt as timestamptz)),
                            -- whoever goes on reads again what came before
                            bytes_read = greatest(bytes_read, :bytesRead), touched_at = clock_timestamp()
                        where id = :id and claim_version = :version and state = 'RUNNING'
                        returning cancel_requested
                        """)
                .bind("id", its.id())
                .bind("version", its.claimVersion())
                .bind("read", tally.accepted() + tally.duplicates() + tally.updated() + rejected)
                .bind("accepted", tally.accepted())
                .bind("duplicates", tally.duplicates())
                .bind("updated", tally.updated())
                .bind("rejected", rejected)
                .bind("skipped", batch.skipped())
                .bind("bytesRead", batch.bytesRead())
                .bind("firstPlacedAt", changed ? batch.firstPlacedAt() : null)
                .bind("lastPlacedAt", changed ? batch.lastPlacedAt() : null)
                .mapTo(Boolean.class)
                .findOne());
    }

    /** What is told of an import of orders that has ended; empty when it changed none. */
    Optional<OrdersRecorded> recorded(UUID id, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select first_placed_at, last_placed_at, accepted + updated from import_run
                        where id = :id and first_placed_at is not null
                        """)
                .bind("id", id)
                .map((row, context) -> new OrdersRecorded(
                        row.getObject(1, OffsetDateTime.class).toInstant(),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getLong(3),
                        now))
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
                        where import_id = :id and position > :after order by position limit <limit>
                        """)
                .bind("id", id)
                .bind("after", after)
                .define("limit", limit)
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

    /** Ends an import; false when the claim is lost. */
    boolean end(Taken its, ImportState state, List<Complaint> problems, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update import_run set state = :state, problem = :problem, finished_at = :now
                                where id = :id and claim_version = :version and state = 'RUNNING'
                                """)
                        .bind("id", its.id())
                        .bind("version", its.claimVersion())
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
                        order by r.created_at desc, r.id desc limit <limit>
                        """)
                .bind("createdAt", createdAt)
                .bind("id", id)
                .define("limit", limit)
                .map((row, context) -> progress(row))
                .list());
    }

    /** What waits or runs now, on any node. */
    List<ImportProgress> underWay(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.*, a.name as requested_by_name from import_run r join actor a on a.id = r.requested_by
                        where r.state in ('WAITING', 'RUNNING')
                        order by r.created_at limit <limit>
                        """)
                .define("limit", limit)
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
