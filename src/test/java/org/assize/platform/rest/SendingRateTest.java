package org.assize.platform.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SendingRateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final SendingRate fiveASecond = new SendingRate(5, Duration.ofSeconds(2));

    @Test
    void whatHasBeenSavedMayComeAtOnceAndThenTheRateHolds() {
        for (int i = 0; i < 10; i++) {
            assertThat(fiveASecond.admit(ONE, 0)).isZero();
        }
        assertThat(fiveASecond.admit(ONE, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(fiveASecond.admit(OTHER, 0)).as("each has its own").isZero();
        assertThat(fiveASecond.admit(ONE, SECOND / 5)).isZero();
        assertThat(fiveASecond.admit(ONE, SECOND / 5)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void whatCameAsManyLinesIsWaitedForAfterwards() {
        assertThat(fiveASecond.admit(ONE, 0)).isZero();
        fiveASecond.take(ONE, 100, 0);
        assertThat(fiveASecond.admit(ONE, SECOND)).isEqualTo(Duration.ofMillis(17_400));
        assertThat(fiveASecond.admit(ONE, 19 * SECOND)).isZero();
    }

    @Test
    void aRateBelowOneInItsBurstStillLetsOneThrough() {
        SendingRate oneAnHour = new SendingRate(1 / 3600.0, Duration.ofSeconds(1));
        assertThat(oneAnHour.admit(ONE, -5 * SECOND)).isZero();
        assertThat(oneAnHour.admit(ONE, -5 * SECOND)).isEqualTo(Duration.ofHours(1));
        assertThat(oneAnHour.admit(ONE, 3_600 * SECOND)).isZero();
    }

    @Property(tries = 200)
    void whoeverWaitsAsToldIsLetInAndNobodyGetsMoreThanTheRateAndItsBurst(
            @ForAll @IntRange(min = 1, max = 50) int perSecond, @ForAll @IntRange(min = 1, max = 20) int burst) {
        SendingRate rate = new SendingRate(perSecond, Duration.ofSeconds(burst));
        long now = 0;
        int admitted = 0;
        for (int i = 0; i < 500; i++) {
            Duration wait = rate.admit(ONE, now);
            if (wait.isZero()) {
                admitted++;
            } else {
                now += wait.toNanos();
                assertThat(rate.admit(ONE, now)).isZero();
                admitted++;
            }
            assertThat((double) admitted).isLessThanOrEqualTo(perSecond * (burst + now / 1e9) + 1e-3);
        }
    }
}
