package org.assize.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assize.platform.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way into one table, as the bytes of PostgreSQL's binary COPY, so that making them costs the thread
 * that reads the file and not the one that talks to the database.
 *
 * <p>An id may come several times in a batch. Each change of its content is merged in a round of its own, in the order of
 * the file, so that every version ends in the history as if the rows had come one by one.
 */
public final class SubjectBatch<T> {

    /** Seconds from 1970 to 2000, from which PostgreSQL counts. */
    private static final long POSTGRES_EPOCH = 946_684_800L;

    private static final byte[] COPY_SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private final SubjectTable<T> table;
    private final MessageDigest sha = Sha256.begin();
    private final byte[] domain;
    private final Map<String, Latest> latest = new HashMap<>();
    private final Set<String> sellers = new HashSet<>();
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private int rows;
    private int duplicates;
    private int rounds;

    private record Latest(byte[] hash, int round) {}

    public SubjectBatch(SubjectTable<T> table) {
        this.table = table;
        this.domain = ("assize " + table.name() + " 1\n").getBytes(StandardCharsets.US_ASCII);
        bytes.put(COPY_SIGNATURE).putInt(0).putInt(0);
    }

    /** Adds a record; one that equals the last of the same id in this batch is only counted. */
    public void add(T value) {
        int start = bytes.position();
        byte[] hash = encode(value);
        String identity = table.identity(value);
        Latest former = latest.get(identity);
        if (former != null && Arrays.equals(former.hash, hash)) {
            bytes.position(start);
            duplicates++;
            return;
        }
        int round = former == null ? 0 : former.round + 1;
        latest.put(identity, new Latest(hash, round));
        rounds = Math.max(rounds, round + 1);
        String seller = table.namedSeller(value);
        if (seller != null) {
            sellers.add(seller);
        }
        room(hash.length + 12).putInt(hash.length).put(hash).putInt(4).putInt(round);
        rows++;
    }

    /** The content of each record as a hash: SHA-256 over the table's tag and each column's length and bytes. */
    static <T> List<byte[]> contentHashes(SubjectTable<T> table, List<T> values) {
        var scratch = new SubjectBatch<>(table);
        return values.stream().map(scratch::encode).toList();
    }

    private byte[] encode(T value) {
        room(2).putShort((short) (table.columns().size() + 2));
        int content = bytes.position();
        for (SubjectTable.Column<T> column : table.columns()) {
            put(column.type(), column.value().apply(value));
        }
        sha.update(domain);
        sha.update(bytes.array(), content, bytes.position() - content);
        return sha.digest();
    }

    private void put(SubjectTable.Type type, @Nullable Object value) {
        if (value == null) {
            room(4).putInt(-1);
            return;
        }
        switch (type) {
            case TEXT -> putText((String) value, false);
            case JSON -> putText((String) value, true);
            case LONG -> room(12).putInt(8).putLong((Long) value);
            case INTEGER -> room(8).putInt(4).putInt((Integer) value);
            case BOOLEAN -> room(5).putInt(1).put((byte) ((Boolean) value ? 1 : 0));
            case INSTANT -> {
                Instant instant = (Instant) value;
                room(12).putInt(8)
                        .putLong((instant.getEpochSecond() - POSTGRES_EPOCH) * 1_000_000 + instant.getNano() / 1_000);
            }
        }
    }

    private void putText(String text, boolean json) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 5).putInt(utf8.length + (json ? 1 : 0));
        if (json) {
            // the version of jsonb's binary form
            bytes.put((byte) 1);
        }
        bytes.put(utf8);
    }

    private ByteBuffer room(int wanted) {
        if (bytes.remaining() < wanted) {
            int capacity = Math.max(bytes.capacity() * 2, bytes.position() + wanted);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
        return bytes;
    }

    /** The COPY stream so far; the same again when a transaction has to be repeated. */
    ByteBuffer copyStream() {
        int end = bytes.position();
        room(2).putShort((short) -1);
        ByteBuffer stream = bytes.duplicate().flip();
        bytes.position(end);
        return stream;
    }

    /** Ids of the sellers whom its records name. */
    Set<String> sellers() {
        return sellers;
    }

    SubjectTable<T> table() {
        return table;
    }

    int rounds() {
        return rounds;
    }

    /** Records added, repeated ones included. */
    public int size() {
        return rows + duplicates;
    }

    /** Bytes this batch holds. */
    public int bytes() {
        return bytes.position();
    }
}
