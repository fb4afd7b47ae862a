package org.assize.workbench.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.platform.Command;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./assize bench [scenario ...] [--json]}: measures the product on this machine. Every scenario has an application
 * and a database of its own, in a directory that is removed afterwards.
 */
public final class BenchCommand implements Command {

    /** In the order in which they run when none is named. */
    static final List<Scenario> SCENARIOS = List.of(
            new FeatureSpeed(),
            new ScoreSpeed(),
            new ImportSpeed(),
            new IngestSpeed(),
            new ClaimSpeed(),
            new VerdictSpeed(),
            new ListSpeed(),
            new CountsSpeed(),
            new DeskSpeed(),
            new SessionHeap(),
            new PeopleAtWork(),
            new RushHour());

    private static final long SEED = 1;

    /** What the databases of the scenarios tell of themselves would stand between the figures. Held, or it is forgotten. */
    private static final Logger TALK = Logger.getLogger("org.assize.platform");

    private final PrintStream out;
    private final PrintStream err;

    public BenchCommand() {
        this(System.out, System.err);
    }

    BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public String name() {
        return "bench";
    }

    /** What was asked for. */
    record Asked(
            List<Scenario> scenarios,
            Map<String, Long> sizes,
            boolean full,
            long seed,
            boolean json,
            @Nullable Path scratch) {

        Map<String, Long> sizesOf(Scenario scenario) {
            Map<String, Long> all = new LinkedHashMap<>();
            scenario.sizes()
                    .forEach(size ->
                            all.put(size.flag(), sizes.getOrDefault(size.flag(), full ? size.full() : size.usual())));
            return all;
        }
    }

    @Override
    public int run(List<String> arguments) throws IOException {
        if (arguments.contains("--help")) {
            out.println(usage());
            return 0;
        }
        Asked asked;
        try {
            asked = read(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(usage());
            return 2;
        }
        TALK.setLevel(Level.WARNING);
        Path scratch = scratch(asked);
        // an interrupted run leaves neither a database nor a directory behind
        Thread ending = new Thread(() -> clean(scratch), "end-of-bench");
        Runtime.getRuntime().addShutdownHook(ending);
        boolean failed = false;
        try {
            Report report = new Report(Machine.look(scratch), asked.seed());
            for (Scenario scenario : asked.scenarios()) {
                Report.Told told = measure(scenario, asked, Files.createDirectory(scratch.resolve(scenario.name())));
                report.add(told);
                failed |= told.failed();
                if (!asked.json()) {
                    out.println(report.text(told));
                }
            }
            if (asked.json()) {
                out.println(report.json());
            } else {
                out.println(report.footer());
            }
        } finally {
            clean(scratch);
        }
        return failed ? 1 : 0;
    }

    private Report.Told measure(Scenario scenario, Asked asked, Path scratch) throws IOException {
        Bench bench = new Bench(asked.sizesOf(scenario), asked.seed(), scratch, err);
        bench.say(scenario.name() + ": " + scenario.does());
        long start = System.nanoTime();
        List<Figure> figures = List.of();
        String trouble = null;
        try {
            figures = scenario.run(bench);
        } catch (Scenario.Unmeasured e) {
            trouble = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "interrupted";
        } catch (Exception e) {
            // whatever it is, it is said beside the scenario, and the others are measured
            trouble = e.toString();
        }
        delete(scratch);
        return new Report.Told(scenario, bench.sizes(), (System.nanoTime() - start) / 1e9, figures, trouble);
    }

    private static Path scratch(Asked asked) throws IOException {
        Path given = asked.scratch();
        return given == null
                ? Files.createTempDirectory("assize-bench-")
                : Files.createTempDirectory(given.toAbsolutePath(), "assize-bench-");
    }

    private static void clean(Path scratch) {
        Trial.endAll();
        delete(scratch);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------------------------------------------- what was asked

    static Asked read(List<String> arguments) {
        Set<Scenario> named = new LinkedHashSet<>();
        Map<String, Long> sizes = new LinkedHashMap<>();
        boolean json = false;
        boolean full = false;
        long seed = SEED;
        Path scratch = null;
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            switch (word) {
                case "--json" -> json = true;
                case "--full" -> full = true;
                case "--seed" -> seed = number(word, rest, Long.MIN_VALUE);
                case "--scratch" -> scratch = Path.of(value(word, rest));
                default -> {
                    if (word.startsWith("--")) {
                        sizes.put(word.substring(2), number(word, rest, 1));
                    } else {
                        named.add(scenario(word)
                                .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + word)));
                    }
                }
            }
        }
        List<Scenario> scenarios = named.isEmpty() ? SCENARIOS : List.copyOf(named);
        Set<String> known = scenarios.stream()
                .flatMap(scenario -> scenario.sizes().stream())
                .map(Scenario.Size::flag)
                .collect(Collectors.toSet());
        sizes.keySet().stream()
                .filter(flag -> !known.contains(flag))
                .findFirst()
                .ifPresent(flag -> {
                    throw new IllegalArgumentException("not understood: --" + flag);
                });
        if (scratch != null && !Files.isDirectory(scratch)) {
            throw new IllegalArgumentException("no directory: " + scratch);
        }
        return new Asked(scenarios, sizes, full, seed, json, scratch);
    }

    private static Optional<Scenario> scenario(String name) {
        return SCENARIOS.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static String value(String flag, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value");
        }
        return rest.removeFirst();
    }

    private static long number(String flag, List<String> rest, long least) {
        String text = value(flag, rest);
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(flag + " needs a whole number, not " + text, e);
        }
        throw new IllegalArgumentException(flag + " needs a number of at least " + least + ", not " + text);
    }

    static String usage() {
        StringBuilder text = new StringBuilder("""
                usage: assize bench [scenario ...] [--json] [--full] [--seed N] [--scratch DIR] [--SIZE N ...]
                  --full     at the sizes that the targets are about; takes long
                  --scratch  where the throw-away data is put, on a disk as the product would have it
                scenarios and their sizes (usual, full):
                """);
        for (Scenario scenario : SCENARIOS) {
            text.append("  %-13s %s%n".formatted(scenario.name(), scenario.does()));
            scenario.sizes()
                    .forEach(size -> text.append("  %-13s   --%s (%,d, %,d): %s%n"
                            .formatted("", size.flag(), size.usual(), size.full(), size.what())));
        }
        return text.toString().stripTrailing();
    }
}
