package org.assize.workbench.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assize.platform.BootSettings;
import org.assize.platform.Command;
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
        // the simulated chargebacks take up to six weeks; a week's silence would pass for honesty
        settings.put("assize.training.delay", DemoStory.TRUTH_TAKES);
        return Server.serve(new BootSettings(given.port(), given.data().resolve("demo"), Optional.empty()), settings);
    }
}
