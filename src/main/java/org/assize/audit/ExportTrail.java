package org.assize.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.assize.platform.KeptInstant;
import org.assize.platform.Streaming;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the trail with everything that its hashes are made of, oldest first, one JSON object a line: whoever has it can
 * follow every chain without this program and without its database.
 */
@ApplicationScoped
public class ExportTrail {

    private static final JsonFactory JSON = new JsonFactory();

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ExportTrail(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Writes UTF-8 and leaves {@code out} open. In no transaction of its own, since it lasts as long as the reader takes:
     * that it begins, and how it ended, are entries of the trail by themselves.
     *
     * @param from the first instant included; null for the beginning
     * @param until the first instant left out; null for the end
     */
    public void export(Actor actor, @Nullable Instant from, @Nullable Instant until, OutputStream out) {
        actor.require(Permission.READ_TRAIL);
        UUID export = Ids.next();
        var asked = new LinkedHashMap<String, Object>(Map.of("export", export));
        if (from != null) {
            asked.put("from", from);
        }
        if (until != null) {
            asked.put("until", until);
        }
        tell(actor, "trail.export_begun", asked);
        long[] entries = {0};
        boolean whole = false;
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.setRootValueSeparator(null);
            read(from, until, row -> {
                write(json, row);
                entries[0]++;
            });
            whole = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            tell(actor, "trail.exported", Map.of("export", export, "entries", entries[0], "whole", whole));
        }
    }

    private void tell(Actor actor, String kind, Map<String, ?> payload) {
        QuarkusTransaction.requiringNew().run(() -> trail.ofArea(Area.PEOPLE, kind, actor, clock.now(), payload));
    }

    private interface EachRow {
        void take(ResultSet row) throws SQLException;
    }

    private void read(@Nullable Instant from, @Nullable Instant until, EachRow each) {
        Streaming.read(
                jdbi,
                handle -> handle.createQuery("""
                                select id, coalesce('case:' || case_id, 'area:' || area) as chain, seq, prev_hash, hash, at, kind,
                                  actor_id, payload
                                from audit_event where at >= :from and at < :until order by at, id
                                """)
                        .setFetchSize(5_000)
                        .bind("from", from == null ? Instant.EPOCH : from)
                        .bind("until", until == null ? KeptInstant.LAST : until)
                        .map((row, context) -> {
                            each.take(row);
                            return true;
                        })
                        .forEach(taken -> {}));
    }

    private static void write(JsonGenerator json, ResultSet row) throws SQLException {
        HexFormat hex = HexFormat.of();
        try {
            json.writeStartObject();
            json.writeStringField("chain", row.getString("chain"));
            json.writeNumberField("seq", row.getLong("seq"));
            json.writeStringField("id", row.getString("id"));
            json.writeStringField(
                    "at", row.getObject("at", OffsetDateTime.class).toInstant().toString());
            json.writeStringField("kind", row.getString("kind"));
            json.writeStringField("actor", row.getString("actor_id"));
            json.writeStringField("payload", row.getString("payload"));
            json.writeStringField("previous", hex.formatHex(row.getBytes("prev_hash")));
            json.writeStringField("hash", hex.formatHex(row.getBytes("hash")));
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
