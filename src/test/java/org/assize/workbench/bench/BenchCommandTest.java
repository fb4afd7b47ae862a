package org.assize.workbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new BenchCommand(to, to).run(List.of(arguments));
    }

    @Test
    void aNameThatIsNoneIsAnsweredWithThoseThatAre() throws IOException {
        assertThat(run("dsek")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("no scenario is called dsek", "desk", "session", "people");
    }

    @Test
    void aSizeThatNoNamedScenarioHasIsAMistake() throws IOException {
        assertThat(run("session", "--rows", "5")).isEqualTo(2);
        assertThat(run("session", "--sessions", "many")).isEqualTo(2);
        assertThat(run("session", "--sessions")).isEqualTo(2);
        assertThat(run("session", "--sessions", "0")).isEqualTo(2);
    }

    @Test
    void sizesAreTheUsualTheFullOrTheOnesGiven() {
        Scenario people = new PeopleAtWork();
        assertThat(BenchCommand.read(List.of("people")).sizesOf(people)).containsEntry("rows", 200_000L);
        assertThat(BenchCommand.read(List.of("--full")).sizesOf(people)).containsEntry("rows", 2_000_000L);
        assertThat(BenchCommand.read(List.of("people", "--full", "--rows", "7_000"))
                        .sizesOf(people))
                .containsEntry("rows", 7_000L)
                .containsEntry("seconds", 300L);
    }

    @Test
    void aTargetIsMetByTheValueOrByItsRatioToTheFloor() {
        assertThat(Figure.atMost("wait", 199, "ms", 200).met()).isTrue();
        assertThat(Figure.atMost("wait", Double.NaN, "ms", 200).met()).isFalse();
        assertThat(Figure.ratioAtLeast("rows", 50, "rows/s", 100, 0.6).met()).isFalse();
        assertThat(Figure.none("lost", 1).failed()).isTrue();
        assertThat(Figure.told("rows", 1, "").met()).isNull();
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        Latencies waits = new Latencies();
        assertThat(waits.percentile(95)).isNaN();
        for (int i = 100; i > 0; i--) {
            waits.add(i * 1_000_000L);
        }
        assertThat(waits.percentile(95)).isEqualTo(95);
        assertThat(waits.percentile(100)).isEqualTo(100);
    }
}
