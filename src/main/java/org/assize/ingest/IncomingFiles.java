package org.assize.ingest;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Files on their way in, by REST and by browser alike, until an import takes them over: on the disk of the data directory,
 * since they may be gigabytes and a {@code /tmp} may be memory.
 */
@ApplicationScoped
public class IncomingFiles {

    private final Path directory;

    IncomingFiles(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path directory) {
        this.directory = directory;
    }

    /** What was on its way when this server stopped is not coming any more. */
    void onStart(@Observes StartupEvent start) throws IOException {
        Files.createDirectories(directory);
        try (var left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** An empty file; whoever asks for it moves or deletes it. */
    public File fresh() throws IOException {
        return Files.createTempFile(directory, "", ".part").toFile();
    }
}
