package org.assize.label;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.assize.platform.Sha256;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Freezes the labels as known at an instant: kept for ever, named by the SHA-256 of its CSV. */
@ApplicationScoped
public class TakeSnapshot {

    /** {@code sha256} is of the CSV as handed out, in hexadecimal. */
    public record Snapshot(UUID id, Instant asOf, String sha256, long rows, Instant createdAt) {}

    private final ExportLabels labels;
    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    TakeSnapshot(ExportLabels labels, Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.labels = labels;
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    /** However many labels there are: it ends when it is done, not when a minute is over. */
    @Transactional
    @TransactionConfiguration(timeout = 3_600)
    public Snapshot take(Actor actor, Instant asOf) {
        actor.require(Permission.TAKE_SNAPSHOTS);
        Instant now = clock.now();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        MessageDigest sha = Sha256.begin();
        long[] rows = {0};
        try (DigestOutputStream out = new DigestOutputStream(new GZIPOutputStream(packed), sha)) {
            labels.write(new ExportLabels.Request(asOf, now, null, LabelFormat.CSV, false), now, out, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] hash = sha.digest();
        Snapshot snapshot = new Snapshot(Ids.next(), asOf, HexFormat.of().formatHex(hash), rows[0], now);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into snapshot (id, as_of, sha256, rows, content, created_by, created_at)
                        values (:id, :asOf, :sha256, :rows, :content, :actor, :now)
                        """)
                .bind("id", snapshot.id())
                .bind("asOf", asOf)
                .bind("sha256", hash)
                .bind("rows", rows[0])
                .bind("content", packed.toByteArray())
                .bind("actor", actor.id())
                .bind("now", now)
                .execute());
        trail.ofArea(
                Area.LABELS,
                "snapshot.taken",
                actor,
                now,
                Map.of("snapshot", snapshot.id(), "asOf", asOf, "rows", rows[0], "sha256", snapshot.sha256()));
        return snapshot;
    }

    static InputStream unpacked(byte[] content) {
        try {
            return new GZIPInputStream(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
