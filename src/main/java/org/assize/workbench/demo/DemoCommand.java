package org.assize.workbench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assize.platform.BootSettings;
import org.assize.platform.Command;
import org.assize.platform.EmbeddedDatabase;
import org.assize.platform.Server;

/**
 * {@code ./assize demo}: the application with a simulated marketplace that has been through one round of the loop. Its
 * people have a password that everybody knows, so it listens on loopback only and keeps to a data directory of its own.
 */
public final class DemoCommand implements Command {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public int run(List<String> arguments) {
        BootSettings given = BootSettings.read();
        Map<String, String> settings = new HashMap<>();
        settings.put("assize.demo", "true");
        settings.put("assize.first-administrator", "false");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("assize.label.maturity", DemoStory.TRUTH_TAKES);
        Path data = given.data().resolve("demo");
        discardUnfinished(data);
        return Server.serve(new BootSettings(given.port(), data, Optional.empty()), settings);
    }

    /** A story that was interrupted is told from its beginning: half of one has people and no cases. */
    private static void discardUnfinished(Path data) {
        if (!Files.exists(data.resolve("postgres")) || Files.exists(data.resolve(DemoStory.TOLD))) {
            return;
        }
        // takes the lock, and stops what a killed application left running
        EmbeddedDatabase.start(data).close();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the unfinished demo in " + data + " could not be removed", e);
        }
    }
}
