package org.assize;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.assize.platform.BootRefused;
import org.assize.platform.Command;

/** Runs one {@link Command}; without a word it is {@code run}. */
@QuarkusMain
public final class Assize {
    /** The words people are promised; one that no feature answers to yet says so. */
    static final Set<String> PROMISED = Set.of("run", "demo", "import", "backtest", "bench", "verify-audit");

    private Assize() {}

    public static void main(String... arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) throws Exception {
        String word = arguments.isEmpty() ? "run" : arguments.getFirst();
        var found = commands().filter(command -> command.name().equals(word)).findFirst();
        if (found.isEmpty()) {
            System.err.println(
                    PROMISED.contains(word)
                            ? "assize " + word + " is not available in this version."
                            : "assize does not know \"" + word + "\"; see assize help.");
            return 2;
        }
        try {
            return found.get().run(arguments.stream().skip(1).toList());
        } catch (BootRefused e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    static Stream<Command> commands() {
        return ServiceLoader.load(Command.class).stream().map(ServiceLoader.Provider::get);
    }
}
