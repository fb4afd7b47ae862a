package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application as a process of its own, with its database in a directory; what was launched ends with this. */
public final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)\\s");

    private final Path data;
    private final Map<String, String> settings;
    private final List<Process> launched = new ArrayList<>();

    public PackagedApplication(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
    }

    /** Returns when it listens. */
    public Process start() throws IOException {
        Process application = begin();
        address();
        return application;
    }

    /** Returns before it listens, so that others may be started meanwhile. */
    public Process begin() throws IOException {
        return launch(data.resolve("output.txt"), 0);
    }

    /** Where it listens, as soon as it does. */
    public URI address() throws IOException {
        long patience = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            String output = Files.readString(data.resolve("output.txt"));
            Matcher listening = LISTENING.matcher(output);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
            assertThat(launched.getLast().isAlive()).as(output).isTrue();
            assertThat(System.nanoTime()).as("started in 90 s").isLessThan(patience);
            LockSupport.parkNanos(100_000_000);
        }
    }

    public Process launch(Path output, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-Dassize.port=" + port);
        command.add("-Dassize.data=" + data);
        command.add("-Dquarkus.http.host=127.0.0.1");
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar", "run"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ASSIZE_"));
        Process process = builder.start();
        launched.add(process);
        return process;
    }

    /** As a power cut would; returns when it is gone. */
    public void kill() throws InterruptedException {
        launched.getLast().destroyForcibly().waitFor();
    }

    public ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** As the owner, with the passwords of the data directory; the first column of each row. */
    public List<String> sql(String statement) throws IOException, SQLException {
        var secrets = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("database.secrets"))) {
            secrets.load(in);
        }
        String port = Files.readString(data.resolve("postgres.port")).strip();
        var owner = new DatabaseAccess(
                "jdbc:postgresql://127.0.0.1:" + port + "/assize", DatabaseSetup.OWNER, secrets.getProperty("owner"));
        try (var connection = owner.connect();
                var question = connection.createStatement()) {
            List<String> answers = new ArrayList<>();
            if (question.execute(statement)) {
                var rows = question.getResultSet();
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
            }
            return answers;
        }
    }

    @Override
    public void close() {
        launched.forEach(Process::destroyForcibly);
        try {
            if (Files.exists(data.resolve("postgres/postmaster.pid"))) {
                postmaster().destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
