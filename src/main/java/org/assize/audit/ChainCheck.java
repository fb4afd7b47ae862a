package org.assize.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Whether a chain is whole: every hash follows from the entry and the hash before, no place is missing, and the last entry
 * is the one that the case or the area says is last. It proves nothing against whoever owns the database and recomputes
 * every hash; that is what checkpoints off the host are for.
 */
@ApplicationScoped
public class ChainCheck {

    public sealed interface Result {}

    /** @param entries how many were checked */
    public record Whole(long entries) implements Result {}

    /** @param seq the first place where something is wrong */
    public record Broken(long seq, Fault fault) implements Result {}

    public record Unknown() implements Result {}

    public enum Fault {
        /** An entry at this place is missing. */
        GAP,
        /** The entry, or the hash it follows, was changed. */
        CHANGED,
        /** Entries at the end are missing or too many. */
        END
    }

    private record Entry(
            long seq, byte[] previous, byte[] hash, java.time.Instant at, String kind, UUID actor, String payload) {}

    private record Head(long seq, byte[] hash) {}

    /** @param entry null for a chain that has none */
    private record Row(Head head, @Nullable Entry entry) {}

    private final Jdbi jdbi;

    ChainCheck(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Transactional
    public Result ofCase(Actor actor, UUID caseId) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(handle -> check(
                handle,
                "case:" + caseId,
                "select chain_seq, chain_head from fraud_case where id = :key",
                "case_id = :key",
                caseId));
    }

    @Transactional
    public Result ofArea(Actor actor, Area area) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(handle -> check(
                handle,
                "area:" + area.code(),
                "select seq, head from audit_area where area = :key",
                "area = :key",
                area.code()));
    }

    private static Result check(Handle handle, String chain, String headOf, String entriesOf, Object key) {
        // one statement, hence one snapshot: what is appended meanwhile moves neither the head nor the entries seen
        // here
        try (var rows = handle.createQuery("with last (last_seq, last_hash) as (" + headOf + """
                        )
                        select last_seq, last_hash, seq, prev_hash, hash, at, kind, actor_id, payload
                        from last left join audit_event on %s order by seq""".formatted(entriesOf))
                .bind("key", key)
                .setFetchSize(1_000)
                .map((row, context) ->
                        new Row(new Head(row.getLong("last_seq"), row.getBytes("last_hash")), entry(row)))
                .iterator()) {
            return rows.hasNext() ? walk(chain, rows) : new Unknown();
        }
    }

    private static @Nullable Entry entry(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return at == null
                ? null
                : new Entry(
                        row.getLong("seq"),
                        row.getBytes("prev_hash"),
                        row.getBytes("hash"),
                        at.toInstant(),
                        row.getString("kind"),
                        row.getObject("actor_id", UUID.class),
                        row.getString("payload"));
    }

    private static Result walk(String chain, Iterator<Row> rows) {
        long seq = 0;
        byte[] previous = {};
        Head head = new Head(0, previous);
        while (rows.hasNext()) {
            Row row = rows.next();
            head = row.head();
            Entry entry = row.entry();
            if (entry == null) {
                break;
            }
            seq++;
            if (entry.seq() != seq) {
                return new Broken(seq, Fault.GAP);
            }
            byte[] right = ChainHash.of(chain, seq, previous, entry.at(), entry.kind(), entry.actor(), entry.payload());
            if (!Arrays.equals(previous, entry.previous()) || !Arrays.equals(right, entry.hash())) {
                return new Broken(seq, Fault.CHANGED);
            }
            previous = right;
        }
        return seq == head.seq() && Arrays.equals(previous, head.hash())
                ? new Whole(seq)
                : new Broken(Math.min(seq, head.seq()) + 1, Fault.END);
    }
}
