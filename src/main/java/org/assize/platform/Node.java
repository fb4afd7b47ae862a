package org.assize.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This server among those that share a database; keeps its name in the data directory, so that it survives a crash. */
@ApplicationScoped
public class Node {

    private final UUID id;

    Node(@ConfigProperty(name = "assize.data", defaultValue = "data") Path data) {
        this.id = read(data.resolve("node-id"));
    }

    public UUID id() {
        return id;
    }

    private static UUID read(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String kept = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!kept.isEmpty()) {
                return UUID.fromString(kept);
            }
            // the first start, or one before it that was killed while it wrote
            UUID fresh = UUID.randomUUID();
            SmallFile.replace(file, fresh.toString());
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
