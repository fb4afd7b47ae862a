package org.assize.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

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
                head(handle, "select chain_seq, chain_head from fraud_case where id = :key", caseId),
                "case_id = :key",
                caseId));
    }

    @Transactional
    public Result ofArea(Actor actor, Area area) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(handle -> check(
                handle,
                "area:" + area.code(),
                head(handle, "select seq, head from audit_area where area = :key", area.code()),
                "area = :key",
                area.code()));
    }

    private static Optional<Head> head(Handle handle, String question, Object key) {
        return handle.createQuery(question)
                .bind("key", key)
                .map((row, context) -> new Head(row.getLong(1), row.getBytes(2)))
                .findOne();
    }

    private static Result check(Handle handle, String chain, Optional<Head> head, String where, Object key) {
        if (head.isEmpty()) {
            return new Unknown();
        }
        try (var entries = handle.createQuery(
                        "select seq, prev_hash, hash, at, kind, actor_id, payload from audit_event where " + where
                                + " and seq <= :last order by seq")
                .bind("key", key)
                // what was appended since the head was read is not part of this check
                .bind("last", head.get().seq())
                .setFetchSize(1_000)
                .map((row, context) -> new Entry(
                        row.getLong("seq"),
                        row.getBytes("prev_hash"),
                        row.getBytes("hash"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("kind"),
                        row.getObject("actor_id", UUID.class),
                        row.getString("payload")))
                .iterator()) {
            return walk(chain, head.get(), entries);
        }
    }

    private static Result walk(String chain, Head head, Iterator<Entry> entries) {
        long seq = 0;
        byte[] previous = {};
        while (entries.hasNext()) {
            Entry entry = entries.next();
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
                : new Broken(seq + 1, Fault.END);
    }
}
