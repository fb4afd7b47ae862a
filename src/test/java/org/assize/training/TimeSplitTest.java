package org.assize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeSplitTest {
    private static final Instant FROM = Instant.parse("2018-07-25T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final TimeSplit SPLIT = TimeSplit.of(FROM, WEEK, WEEK, WEEK);

    @Test
    void testsOnlyAfterTheDelay() {
        assertThat(SPLIT.trainUntil()).isEqualTo("2018-08-01T00:00:00Z");
        assertThat(SPLIT.testFrom()).isEqualTo("2018-08-08T00:00:00Z");
        assertThat(SPLIT.testUntil()).isEqualTo("2018-08-15T00:00:00Z");
        assertThat(SPLIT.tests(Instant.parse("2018-08-07T23:59:59Z"))).isFalse();
        assertThat(SPLIT.tests(Instant.parse("2018-08-08T00:00:00Z"))).isTrue();
        assertThat(SPLIT.tests(Instant.parse("2018-08-15T00:00:00Z"))).isFalse();
    }

    @Test
    void labelThatCameTooLateDoesNotTeach() {
        assertThat(SPLIT.trains(FROM, SPLIT.testFrom())).isTrue();
        assertThat(SPLIT.trains(FROM, SPLIT.testFrom().plusNanos(1000))).isFalse();
        assertThat(SPLIT.trains(FROM.minusNanos(1000), FROM)).isFalse();
        assertThat(SPLIT.trains(SPLIT.trainUntil(), SPLIT.trainUntil())).isFalse();
    }

    @Test
    void rollsToTheEndOfTheHistory() {
        assertThat(SPLIT.rolling(WEEK, Instant.parse("2018-08-29T00:00:00Z")))
                .hasSize(3)
                .allSatisfy(split -> assertThat(Duration.between(split.trainUntil(), split.testFrom()))
                        .isEqualTo(WEEK));
        assertThat(SPLIT.rolling(WEEK, SPLIT.testFrom())).isEmpty();
    }

    @Test
    void neverRunsBackwards() {
        assertThatThrownBy(() -> new TimeSplit(FROM, FROM.plus(WEEK), FROM, FROM.plus(WEEK)))
                .hasMessageContaining("must run forward");
        assertThatThrownBy(() -> SPLIT.rolling(Duration.ZERO, SPLIT.testUntil()))
                .hasMessageContaining("positive");
    }
}
