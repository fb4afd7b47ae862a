package org.assize.workbench.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assize.platform.DatabaseAccess;
import org.assize.platform.DatabaseSetup;
import org.assize.platform.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The product on trial: a database in a directory of this run alone, and, once it has been filled, the application as a
 * process of its own, so that neither the memory nor the garbage of whoever measures is measured with it.
 */
final class Trial implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final int LOOKS = 4;
    private static final Set<Trial> ALL = ConcurrentHashMap.newKeySet();

    /** Of the settings that a person's shell may hold, none may reach the application on trial. */
    private static final String OURS = "ASSIZE_";

    private final Path directory;
    private final EmbeddedDatabase database;
    private final DatabaseAccess owner;

    /** By process. Who has ended stays in it: else the past of a connection that is closed would be taken off what others do. */
    private final Map<Long, Duration> used = new HashMap<>();

    private @Nullable Process application;
    private @Nullable URI address;
    private @Nullable Inside inside;

    private Trial(Path directory, EmbeddedDatabase database) {
        this.directory = directory;
        this.database = database;
        owner = database.owner("assize");
    }

    /** An empty database with the tables of this version. */
    static Trial prepare(Bench bench) {
        bench.say("making a database");
        Trial trial = new Trial(bench.scratch(), EmbeddedDatabase.start(bench.scratch()));
        ALL.add(trial);
        DatabaseSetup.prepare(trial.database, "assize");
        return trial;
    }

    /** As the owner of the tables; {@code assize} is first on the search path. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(owner.urlWithSchema(DatabaseSetup.SCHEMA), owner.user(), owner.password());
    }

    /** Of the server and not of a table, such as how long a commit waits for others. For good, until it is set otherwise. */
    void set(String setting, String value) throws SQLException {
        DatabaseAccess superuser = database.superuser();
        try (Connection connection =
                        DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            statement.execute("alter system set " + setting + " = " + statement.enquoteLiteral(value));
            statement.execute("select pg_reload_conf()");
        }
    }

    /** The one number that answers a question. */
    long ask(String question) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One number about what the product has acknowledged, which is the array at {@code ?}. */
    long ask(String question, String type, Collection<?> acknowledged) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement(question)) {
            statement.setArray(1, connection.createArrayOf(type, acknowledged.toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Starts the application with a way for this process alone to have its use cases called. */
    Inside inside(Bench bench, long megabytes) throws IOException, InterruptedException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            start(bench, megabytes, "-D" + WorkInside.DOOR + "=" + door.getLocalPort());
            inside = new Inside(door.accept(), new Inside.Application() {
                @Override
                public String lastWords() throws IOException {
                    return Trial.this.lastWords();
                }

                @Override
                public double processors() throws IOException {
                    return Trial.this.processors();
                }
            });
            return inside;
        }
    }

    /**
     * Starts the application on a free port of loopback and waits until it answers.
     *
     * @param megabytes the most that its heap may become
     */
    URI start(Bench bench, long megabytes, String... options) throws IOException, InterruptedException {
        bench.say("starting the application");
        Path log = directory.resolve("application.log");
        List<String> command = new ArrayList<>(List.of(
                java("java"),
                "-Xmx" + megabytes + "m",
                "-Xlog:gc:file=" + directory.resolve("gc.log"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dassize.first-administrator=false",
                // what has no model yet would train its first behind the measurement
                "-Dassize.training.first-model-from=" + Integer.MAX_VALUE));
        command.addAll(List.of(options));
        String more = System.getenv("ASSIZE_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
                "run"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith(OURS));
        builder.environment()
                .putAll(Map.of(
                        "ASSIZE_PORT", "0",
                        "ASSIZE_DATA", directory.resolve("data").toString(),
                        "ASSIZE_DB_URL", owner.url(),
                        "ASSIZE_DB_USER", owner.user(),
                        "ASSIZE_DB_PASSWORD", owner.password()));
        Process process = builder.start();
        application = process;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                address = URI.create(listening.group(1));
                return address;
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        throw new Scenario.Unmeasured("the application did not start:\n" + lastWords());
    }

    private String lastWords() throws IOException {
        List<String> said = Files.readAllLines(directory.resolve("application.log"));
        return String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
    }

    /**
     * Seconds of the processors that the application and the database have used. Of one act it is what a loaded machine
     * changes least; where the processors are what is short, so many acts fit into a second.
     */
    double processors() throws IOException {
        if (application == null) {
            throw new IllegalStateException("the application was not started");
        }
        long postmaster = Long.parseLong(
                Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst());
        Stream<ProcessHandle> database = ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::descendants);
        Stream.concat(Stream.of(application.toHandle()), database)
                .forEach(each -> each.info().totalCpuDuration().ifPresent(cpu -> used.put(each.pid(), cpu)));
        return used.values().stream().reduce(Duration.ZERO, Duration::plus).toNanos() / 1e9;
    }

    /** Bytes: the most that was in the heap when a collection began. */
    long mostHeap() throws IOException {
        return COLLECTION
                .matcher(Files.readString(directory.resolve("gc.log")))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)) << 20)
                .max()
                .orElse(0);
    }

    /** Bytes of what somebody holds: the JVM counts them object by object after a full collection. The least of several looks. */
    long heap() throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            least = Math.min(least, histogram());
            // what closes by itself is closed by threads that need a moment between two collections
            TimeUnit.MILLISECONDS.sleep(300);
        }
        return least;
    }

    private long histogram() throws IOException, InterruptedException {
        if (application == null) {
            throw new IllegalStateException("the application was not started");
        }
        Process jcmd = new ProcessBuilder(java("jcmd"), Long.toString(application.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said;
        try (var out = jcmd.inputReader()) {
            said = out.readAllAsString();
        }
        Matcher total = TOTAL.matcher(said);
        if (jcmd.waitFor() != 0 || !total.find()) {
            throw new IOException("jcmd said " + said.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(total.group(1));
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    static void endAll() {
        ALL.forEach(Trial::close);
    }

    @Override
    public synchronized void close() {
        if (!ALL.remove(this)) {
            return;
        }
        stop();
        database.close();
    }

    /** Ends the application; the database goes on. */
    synchronized void stop() {
        if (inside != null) {
            inside.close();
            inside = null;
        }
        if (application != null) {
            application.destroy();
            try {
                if (!application.waitFor(30, TimeUnit.SECONDS)) {
                    application.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                application.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            application = null;
        }
    }
}
