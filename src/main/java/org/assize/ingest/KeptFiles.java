package org.assize.ingest;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * The files of imports that have not ended: on the disk of the node that took them and, where the database is a server that other
 * nodes may share, in table {@code import_file} too. A node does not see another's disk, and a marketplace need not have a shared
 * one; compressed as fast as can be, the copy is a small part of what the rows then cost.
 */
@ApplicationScoped
class KeptFiles {

    private static final int PIECE = 1 << 20;
    private static final int GZIP = 0x1f8b;

    private final Path directory;
    private final boolean othersMayGoOn;
    private final ImportRuns runs;
    private final Jdbi jdbi;

    KeptFiles(
            @ConfigProperty(name = "assize.data", defaultValue = "data") Path data,
            @ConfigProperty(name = "assize.db.url") Optional<String> server,
            ImportRuns runs,
            Jdbi jdbi) {
        this.directory = data.resolve("uploads");
        this.othersMayGoOn = server.isPresent();
        this.runs = runs;
        this.jdbi = jdbi;
    }

    /** What ended elsewhere while this node was down, or never began, is wanted by nobody. */
    void onStart(@Observes StartupEvent start) throws IOException {
        Files.createDirectories(directory);
        Set<Path> wanted = runs.idsUnderWay().stream().map(this::local).collect(Collectors.toSet());
        try (var left = Files.list(directory)) {
            for (Path file : left.filter(file -> !wanted.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Moves a file to where it stays until its import ends, and says how many bytes it has. */
    long keep(UUID id, Path file) {
        try {
            return Files.size(Files.move(file, local(id), StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets other nodes have the file, where there may be others; the import is in the table already. */
    void share(UUID id) {
        if (!othersMayGoOn) {
            return;
        }
        try (InputStream file = Files.newInputStream(local(id))) {
            jdbi.useHandle(handle -> {
                byte[] piece = file.readNBytes(PIECE);
                boolean packed = piece.length > 1 && ((piece[0] & 0xff) << 8 | piece[1] & 0xff) == GZIP;
                for (int position = 0; piece.length > 0; position++) {
                    handle.createUpdate(
                                    "insert into import_file (import_id, position, content) values (:id, :position, :content)")
                            .bind("id", id)
                            .bind("position", position)
                            .bind("content", deflated(piece, packed ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED))
                            .execute();
                    piece = file.readNBytes(PIECE);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file from its beginning; empty when this node can not have it. */
    Optional<InputStream> open(UUID id, long bytes) throws IOException {
        Path local = local(id);
        // what a power cut left of it is not the file
        if (Files.exists(local) && Files.size(local) == bytes) {
            return Optional.of(Files.newInputStream(local));
        }
        int pieces =
                jdbi.withHandle(handle -> handle.createQuery("select count(*) from import_file where import_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
        return pieces == 0 ? Optional.empty() : Optional.of(new SequenceInputStream(new Pieces(id, pieces)));
    }

    /** Read one at a time, each in a moment: an import may last longer than any connection should be held. */
    private final class Pieces implements Enumeration<InputStream> {
        private final UUID id;
        private final int pieces;
        private int next;

        Pieces(UUID id, int pieces) {
            this.id = id;
            this.pieces = pieces;
        }

        @Override
        public boolean hasMoreElements() {
            return next < pieces;
        }

        @Override
        public InputStream nextElement() {
            byte[] content = jdbi.withHandle(handle -> handle.createQuery(
                            "select content from import_file where import_id = :id and position = :position")
                    .bind("id", id)
                    .bind("position", next++)
                    .mapTo(byte[].class)
                    .one());
            return new InflaterInputStream(new ByteArrayInputStream(content));
        }
    }

    /** Of an import that ends in this transaction. */
    void dropShared(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from import_file where import_id = :id")
                .bind("id", id)
                .execute());
    }

    /** Of this node's disk. */
    void drop(UUID id) {
        try {
            Files.deleteIfExists(local(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path local(UUID id) {
        return directory.resolve(id.toString());
    }

    private static byte[] deflated(byte[] piece, int level) throws IOException {
        Deflater deflater = new Deflater(level);
        var bytes = new ByteArrayOutputStream(piece.length / 2);
        try (var out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            out.write(piece);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }
}
