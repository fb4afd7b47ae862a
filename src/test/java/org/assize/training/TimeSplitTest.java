package org.assize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a training takes of history, and what of it counts as known. */
class TimeSplitTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Instant ASKED = Instant.parse("2026-06-30T15:00:00Z");

    private static Instant day(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    @Test
    void testDaysAreWholeAndHaveHadTheirTime() {
        TrainingPlan plan = TrainingPlan.latest(ASKED.minusSeconds(60), ASKED, WEEK, MONTH, WEEK);
        assertThat(plan.test()).isEqualTo(new Stretch(day("2026-06-16"), day("2026-06-23"), ASKED, WEEK));
    }

    @Test
    void measuredFitKnowsWhatWasKnownBeforeTheTest() {
        Stretch learn = TrainingPlan.latest(ASKED, ASKED, WEEK, MONTH, WEEK).learn();
        assertThat(learn.knownAt()).isEqualTo(day("2026-06-16"));
        assertThat(learn.until()).isEqualTo(day("2026-06-16"));
        assertThat(learn.silenceSpeaksOf(day("2026-06-09"))).isTrue();
        assertThat(learn.silenceSpeaksOf(day("2026-06-09").plusSeconds(1)))
                .as("a week has not passed")
                .isFalse();
    }

    @Test
    void whatIsHandedOutKnowsThisMorning() {
        Stretch whole = TrainingPlan.latest(ASKED.minusSeconds(60), ASKED, WEEK, MONTH, WEEK)
                .handedOut();
        assertThat(whole.knownAt()).isEqualTo(ASKED);
        assertThat(whole.holds(ASKED.minusSeconds(61))).isTrue();
        assertThat(whole.silenceSpeaksOf(ASKED.minusSeconds(61))).isFalse();
    }

    @Test
    void aHistoryLongPastIsLearntToItsEnd() {
        Instant end = day("2018-08-15");
        TrainingPlan plan = TrainingPlan.latest(end, ASKED, WEEK, MONTH, WEEK);
        assertThat(plan.test()).isEqualTo(new Stretch(day("2018-08-08"), end, ASKED, WEEK));
        assertThat(plan.handedOut()).isEqualTo(new Stretch(day("2018-07-16"), end, ASKED, WEEK));
    }

    @Test
    void windowsThatAreNamedAreTakenAsTheyAre() {
        TimeSplit handbook = new TimeSplit(day("2018-07-25"), day("2018-08-01"), day("2018-08-08"), day("2018-08-15"));
        TrainingPlan plan = TrainingPlan.of(handbook, ASKED);
        assertThat(plan.handedOut())
                .isEqualTo(new Stretch(day("2018-07-25"), day("2018-08-01"), day("2018-08-08"), WEEK));
        assertThat(TrainingPlan.of(handbook, day("2018-08-05")).learn().knownAt())
                .as("no label of later than what was asked for")
                .isEqualTo(day("2018-08-05"));
        assertThatThrownBy(
                        () -> new TimeSplit(day("2018-07-25"), day("2018-08-08"), day("2018-08-08"), day("2018-08-15")))
                .hasMessageContaining("time between for truth to arrive");
    }
}
