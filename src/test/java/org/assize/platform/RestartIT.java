package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application killed, started again and told to stop. */
@Tag("packaged")
class RestartIT {
    @TempDir
    Path data;

    private PackagedApplication packaged;

    @BeforeEach
    void inADirectoryOfItsOwn() {
        packaged = new PackagedApplication(data, Map.of());
    }

    @AfterEach
    void endWhatWeStarted() {
        packaged.close();
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillAndATermStopsTheDatabaseToo() throws Exception {
        Process application = packaged.start();
        packaged.sql("create table assize.survivor as select 42 as answer");
        ProcessHandle orphan = packaged.postmaster();
        application.destroyForcibly().waitFor();
        assertThat(orphan.isAlive())
                .as("a killed application leaves its database")
                .isTrue();

        application = packaged.start();
        assertThat(orphan.isAlive()).as("the next start stops what was left").isFalse();
        assertThat(packaged.sql("select answer from assize.survivor")).containsExactly("42");

        ProcessHandle postmaster = packaged.postmaster();
        application.destroy();
        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(application.exitValue()).as("as a process ended by TERM").isEqualTo(143);
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("postgres.log")).content().endsWith("database system is shut down\n");
    }

    @Test
    void twoApplicationsDoNotShareADirectory() throws Exception {
        Process application = packaged.start();
        Path output = data.resolve("second.txt");
        Process second = packaged.launch(output, 0);
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
            Process application = packaged.launch(output, taken.getLocalPort());
            assertThat(application.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(application.exitValue()).isEqualTo(1);
            assertThat(output).content().contains("Port " + taken.getLocalPort() + " is in use");
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }
}
