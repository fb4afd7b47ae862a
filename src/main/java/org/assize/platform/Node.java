package org.assize.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
            try {
                Files.writeString(file, UUID.randomUUID().toString(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                // the usual case: every start but the first
            }
            return UUID.fromString(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
