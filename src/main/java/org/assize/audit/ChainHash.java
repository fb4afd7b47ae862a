package org.assize.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.assize.platform.Sha256;

/**
 * What the hash of an entry must be: SHA-256 of the domain tag, the chain's name, the place, the hash before, the instant
 * in microseconds, the kind, the actor and the payload, every part of varying length after its length. Written from that
 * description and not from the database's function, which writes the trail: two that agree are worth more than one.
 */
final class ChainHash {

    private static final byte[] TAG = "assize.audit.v1".getBytes(StandardCharsets.UTF_8);

    private ChainHash() {}

    static byte[] of(String chain, long seq, byte[] previous, Instant at, String kind, UUID actor, String payload) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.write(TAG);
            part(out, chain.getBytes(StandardCharsets.UTF_8));
            out.writeLong(seq);
            part(out, previous);
            out.writeLong(Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000));
            part(out, kind.getBytes(StandardCharsets.UTF_8));
            out.writeLong(actor.getMostSignificantBits());
            out.writeLong(actor.getLeastSignificantBits());
            part(out, payload.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.of(bytes.toByteArray());
    }

    private static void part(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }
}
