package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application killed, started again and told to stop. */
@Tag("packaged")
class RestartIT {
    @TempDir
    Path data;

    private final List<Process> launched = new ArrayList<>();

    @AfterEach
    void endWhatWeStarted() {
        launched.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillAndATermStopsTheDatabaseToo() throws Exception {
        Process application = start();
        sql("create table assize.survivor as select 42 as answer");
        ProcessHandle orphan = postmaster();
        application.destroyForcibly().waitFor();
        assertThat(orphan.isAlive())
                .as("a killed application leaves its database")
                .isTrue();

        application = start();
        assertThat(orphan.isAlive()).as("the next start stops what was left").isFalse();
        assertThat(sql("select answer from assize.survivor")).isEqualTo("42");

        ProcessHandle postmaster = postmaster();
        application.destroy();
        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(application.exitValue()).as("as a process ended by TERM").isEqualTo(143);
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("postgres.log")).content().endsWith("database system is shut down\n");
    }

    @Test
    void twoApplicationsDoNotShareADirectory() throws Exception {
        Process application = start();
        Path output = data.resolve("second.txt");
        Process second = launch(output, 0);
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(output).content().contains("Another Assize is running on");
        assertThat(application.isAlive()).isTrue();
        application.destroy();
        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path output = data.resolve("output.txt");
            Process application = launch(output, taken.getLocalPort());
            assertThat(application.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(application.exitValue()).isEqualTo(1);
            assertThat(output).content().contains("Port " + taken.getLocalPort() + " is in use");
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }

    private Process start() throws IOException, InterruptedException {
        Path output = data.resolve("output.txt");
        Process application = launch(output, 0);
        long patience = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!Files.readString(output).contains("Listening on")) {
            assertThat(application.isAlive()).as(Files.readString(output)).isTrue();
            assertThat(System.nanoTime()).as("started in 90 s").isLessThan(patience);
            Thread.sleep(100);
        }
        return application;
    }

    private Process launch(Path output, int port) throws IOException {
        var builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dassize.port=" + port,
                        "-Dassize.data=" + data,
                        "-Dquarkus.http.host=127.0.0.1",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "run")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ASSIZE_"));
        Process process = builder.start();
        launched.add(process);
        return process;
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** As the owner, with the passwords of the data directory. */
    private String sql(String statement) throws IOException, SQLException {
        var secrets = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("database.secrets"))) {
            secrets.load(in);
        }
        String port = Files.readString(data.resolve("postgres.port")).strip();
        var owner = new DatabaseAccess(
                "jdbc:postgresql://127.0.0.1:" + port + "/assize", DatabaseSetup.OWNER, secrets.getProperty("owner"));
        try (var connection = owner.connect();
                var question = connection.createStatement()) {
            if (!question.execute(statement)) {
                return "";
            }
            var row = question.getResultSet();
            row.next();
            return row.getString(1);
        }
    }
}
