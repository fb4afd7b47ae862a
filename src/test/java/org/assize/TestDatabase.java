package org.assize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.assize.platform.DatabaseAccess;
import org.assize.platform.DatabaseSetup;
import org.assize.platform.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, empty but migrated, for the tests of one application start; the same code makes it as in the
 * product. A {@code @QuarkusTest} gets the application's own role; a packaged application gets the server's address
 * and the owner, and does the rest by itself.
 */
@QuarkusTestResource(TestDatabase.class) // for every test of the tree: none has to name it
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Where the rows stay for the next time, if that is named: for those that take long to fill. */
    private static final @Nullable String KEPT = System.getProperty("assize.test.data");

    private @Nullable Path data;
    private @Nullable EmbeddedDatabase server;

    @Override
    public Map<String, String> start() {
        try {
            Path target = Path.of("target").toAbsolutePath();
            data = KEPT == null
                    ? Files.createTempDirectory(target, "test-data-")
                    : Files.createDirectories(Path.of(KEPT).toAbsolutePath());
            server = EmbeddedDatabase.start(data, target.resolve("postgres-binaries"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DatabaseAccess app = DatabaseSetup.prepare(server, "assize");
        DatabaseAccess owner = server.owner("assize");
        var settings = new HashMap<>(DatabaseSetup.asQuarkusSettings(app));
        settings.put("assize.data", data.toString());
        settings.put("assize.db.url", owner.url());
        settings.put("assize.db.user", owner.user());
        settings.put("assize.db.password", owner.password());
        return settings;
    }

    @Override
    public void stop() {
        if (server == null || data == null) {
            return;
        }
        server.close();
        if (KEPT != null) {
            return;
        }
        try (var paths = Files.walk(data)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
