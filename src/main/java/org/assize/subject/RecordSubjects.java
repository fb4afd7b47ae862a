package org.assize.subject;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Keeps sellers, orders and outcomes: the same again is a duplicate, other content an update whose former version goes
 * into the history. A seller whom only an order names is made from it. Permission is the callers' to check.
 */
@ApplicationScoped
public class RecordSubjects {

    private final Jdbi jdbi;
    private final Event<OutcomesRecorded> outcomesRecorded;

    RecordSubjects(Jdbi jdbi, Event<OutcomesRecorded> outcomesRecorded) {
        this.jdbi = jdbi;
        this.outcomesRecorded = outcomesRecorded;
    }

    /**
     * How many of a batch were what.
     *
     * @param unscoredFrom the earliest instant of an order that was not there before, or stood elsewhere in time or with another
     *     seller
     */
    public record Tally(
            int accepted,
            int duplicates,
            int updated,
            @Nullable Instant unscoredFrom) {
        public int changed() {
            return accepted + updated;
        }
    }

    /** A row that a merge changed. */
    private record Changed(
            String identity,
            String rowId,
            boolean accepted,
            @Nullable Instant moment) {}

    /**
     * Makes the sellers whom a large batch names and nobody knows, ahead of it and in a transaction of their own: a live order of
     * theirs waits until that has ended, which takes a moment, and the batch may take seconds.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void makeSellers(SubjectBatch<?> batch, Instant now) {
        if (batch.sellers().isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            try (PreparedStatement statement =
                    handle.getConnection().prepareStatement("""
                    with source as (
                      select seller_id from unnest(?::text[]) as named (seller_id)
                    )
                    """ + SubjectTable.MAKE_SELLERS)) {
                statement.setArray(
                        1,
                        handle.getConnection()
                                .createArrayOf("text", batch.sellers().toArray(String[]::new)));
                statement.setObject(2, at(now));
                statement.executeUpdate();
            } catch (SQLException e) {
                throw failed(e);
            }
        });
    }

    /**
     * Merges a large batch: COPY into a staging table of this transaction, then one statement a round. The sellers whom it names
     * are there: see {@link #makeSellers}.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Tally merge(SubjectBatch<?> batch, Instant now) {
        if (batch.size() == 0) {
            return new Tally(0, 0, 0, null);
        }
        SubjectTable<?> table = batch.table();
        int total = batch.size();
        int rounds = batch.rounds();
        return jdbi.withHandle(handle -> {
            String staging = "staging_" + table.name();
            handle.execute("create temporary table " + staging + " (" + table.stagingColumns() + ") on commit drop");
            copy(handle, staging, batch.copyStream());
            planForIndexes(handle, true);
            String source = "select * from pg_temp." + staging;
            int accepted = 0;
            int updated = 0;
            Instant unscoredFrom = null;
            for (int round = 0; round < rounds; round++) {
                List<Changed> changed = merge(handle, table.merge(source), round, now, statement -> 1);
                int added = (int) changed.stream().filter(Changed::accepted).count();
                accepted += added;
                updated += changed.size() - added;
                unscoredFrom = Stream.concat(
                                Stream.ofNullable(unscoredFrom),
                                changed.stream().map(Changed::moment).filter(Objects::nonNull))
                        .min(Comparator.naturalOrder())
                        .orElse(null);
                tell(table, changed, now);
            }
            planForIndexes(handle, false);
            handle.execute("drop table pg_temp." + staging);
            return new Tally(accepted, total - accepted - updated, updated, unscoredFrom);
        });
    }

    /** Merges a few records and says what became of each, in their order. */
    @Transactional(Transactional.TxType.MANDATORY)
    public <T> List<Disposition> record(SubjectTable<T> table, List<T> records, Instant now) {
        if (records.isEmpty()) {
            return List.of();
        }
        var hashes = SubjectBatch.contentHashes(table, records);
        var rounds = rounds(table, records, hashes);
        var dispositions = new Disposition[records.size()];
        Arrays.fill(dispositions, Disposition.DUPLICATE);
        jdbi.useHandle(handle -> {
            boolean one = records.size() == 1;
            Source source = one
                    ? statement -> bindOne(statement, table, records.getFirst(), hashes.getFirst())
                    : statement -> bindArrays(statement, table, records, hashes, rounds);
            Source first = table.namesSellers() ? statement -> bindNow(source.bind(statement), statement, now) : source;
            int last = rounds.stream().mapToInt(Integer::intValue).max().orElse(0);
            for (int round = 0; round <= last; round++) {
                List<Changed> changed = round == 0
                        ? merge(handle, one ? table.mergeOne() : table.mergeFew(), 0, now, first)
                        : merge(handle, table.merge(table.unnested()), round, now, source);
                Map<String, Changed> byIdentity =
                        changed.stream().collect(Collectors.toMap(Changed::identity, row -> row));
                for (int i = 0; i < records.size(); i++) {
                    Changed row = rounds.get(i) == round ? byIdentity.get(table.identity(records.get(i))) : null;
                    if (row != null) {
                        dispositions[i] = row.accepted ? Disposition.ACCEPTED : Disposition.UPDATED;
                    }
                }
                tell(table, changed, now);
            }
        });
        return List.of(dispositions);
    }

    /** The round of each record; -1 for one that repeats its predecessor. */
    private static <T> List<Integer> rounds(SubjectTable<T> table, List<T> records, List<byte[]> hashes) {
        var lastOf = new HashMap<String, Integer>();
        var rounds = new ArrayList<Integer>();
        var latestRound = new HashMap<String, Integer>();
        for (int i = 0; i < records.size(); i++) {
            String identity = table.identity(records.get(i));
            Integer former = lastOf.put(identity, i);
            boolean repeats = former != null && Arrays.equals(hashes.get(former), hashes.get(i));
            rounds.add(repeats ? -1 : latestRound.merge(identity, 0, (before, none) -> before + 1));
        }
        return rounds;
    }

    /** Binds the parameters of a source of rows; gives the position of the next parameter. */
    private interface Source {
        int bind(PreparedStatement statement) throws SQLException;
    }

    private static <T> int bindOne(PreparedStatement statement, SubjectTable<T> table, T record, byte[] hash)
            throws SQLException {
        int position = 1;
        for (SubjectTable.Column<T> column : table.columns()) {
            Object value = column.value().apply(record);
            int type = switch (column.type()) {
                case TEXT, JSON -> Types.VARCHAR;
                case LONG -> Types.BIGINT;
                case INTEGER -> Types.INTEGER;
                case BOOLEAN -> Types.BOOLEAN;
                case INSTANT -> Types.TIMESTAMP_WITH_TIMEZONE;
            };
            statement.setObject(position++, value instanceof Instant instant ? at(instant) : value, type);
        }
        statement.setBytes(position++, hash);
        statement.setInt(position++, 0);
        return position;
    }

    private static <T> int bindArrays(
            PreparedStatement statement,
            SubjectTable<T> table,
            List<T> records,
            List<byte[]> hashes,
            List<Integer> rounds)
            throws SQLException {
        int position = 1;
        for (SubjectTable.Column<T> column : table.columns()) {
            @Nullable
            Object[] values = records.stream()
                    .map(value -> column.value().apply(value))
                    .map(value -> value instanceof Instant instant ? instant.toString() : value)
                    .toArray();
            String type = column.type() == SubjectTable.Type.INSTANT || column.type() == SubjectTable.Type.JSON
                    ? "text"
                    : column.type().sql();
            position = bindArray(statement, position, type, values);
        }
        position = bindArray(statement, position, "bytea", hashes.toArray(byte[][]::new));
        return bindArray(statement, position, "integer", rounds.toArray());
    }

    private static int bindArray(PreparedStatement statement, int position, String type, @Nullable Object[] values)
            throws SQLException {
        Array array = statement.getConnection().createArrayOf(type, values);
        statement.setArray(position, array);
        return position + 1;
    }

    private static int bindNow(int position, PreparedStatement statement, Instant now) throws SQLException {
        statement.setObject(position, at(now));
        return position + 1;
    }

    private static List<Changed> merge(Handle handle, String sql, int round, Instant now, Source bind) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            int position = bind.bind(statement);
            statement.setInt(position, round);
            statement.setObject(position + 1, at(now));
            statement.setObject(position + 2, at(now));
            var changed = new ArrayList<Changed>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    OffsetDateTime moment = rows.getObject(4, OffsetDateTime.class);
                    changed.add(new Changed(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getBoolean(3),
                            moment == null ? null : moment.toInstant()));
                }
            }
            return changed;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static UnableToExecuteStatementException failed(SQLException e) {
        return new UnableToExecuteStatementException("subjects could not be kept", e, null);
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static void copy(Handle handle, String staging, ByteBuffer stream) {
        try {
            CopyIn copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy pg_temp." + staging + " from stdin with (format binary)");
            try {
                copy.writeToCopy(stream.array(), 0, stream.limit());
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * The planner knows nothing of a staging table just filled and would rather read a table of millions once per batch
     * than ask its index some thousand times; nor is a plan this short worth compiling.
     */
    private static void planForIndexes(Handle handle, boolean on) {
        handle.execute(
                "select set_config('enable_hashjoin', ?, true), set_config('enable_mergejoin', ?, true),"
                        + " set_config('jit', ?, true)",
                on ? "off" : "on",
                on ? "off" : "on",
                on ? "off" : "on");
    }

    private void tell(SubjectTable<?> table, List<Changed> changed, Instant now) {
        if (table.name().equals(SubjectTable.OUTCOMES.name()) && !changed.isEmpty()) {
            outcomesRecorded.fire(new OutcomesRecorded(
                    changed.stream().map(row -> UUID.fromString(row.rowId)).toList(), now));
        }
    }
}
