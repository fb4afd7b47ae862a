package org.assize.platform;

import java.util.List;
import java.util.Map;

/** {@code ./assize run}: the application on its own data, until it is told to stop. */
public final class RunCommand implements Command {

    @Override
    public String name() {
        return "run";
    }

    @Override
    public int run(List<String> arguments) {
        return Server.serve(BootSettings.read(), Map.of());
    }
}
