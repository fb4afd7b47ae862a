package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Counts that many look at are made anew behind them, never too seldom and never by each. */
class RenewedTest {

    private static final Renewed.Age AGE = new Renewed.Age(20, Duration.ofSeconds(3), 10, Duration.ofSeconds(4));

    private record Ordered(long nanos, Runnable act) {}

    private final Deque<Ordered> ordered = new ArrayDeque<>();
    private final AtomicInteger told = new AtomicInteger();
    private long now = -1_000;
    private long takes = millis(30);
    private int there = 1;
    private int counts;
    private boolean broken;
    private Runnable meanwhile = () -> {};

    private final Renewed<Integer> count = new Renewed<>(
            AGE, this::count, () -> now, (nanos, act) -> ordered.add(new Ordered(nanos, act)), told::incrementAndGet);

    private int count() {
        int counted = there;
        counts++;
        now += takes;
        meanwhile.run();
        if (broken) {
            throw new IllegalStateException("the database is away");
        }
        return counted;
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    /** Time goes on until what is ordered is due. */
    private void done() {
        Ordered next = ordered.remove();
        now += next.nanos();
        next.act().run();
    }

    @Test
    void whoComesWhileItIsGoodIsGivenItAndSeesWhatHasHappenedSoonAfter() {
        assertThat(count.get()).isEqualTo(1);
        there = 2;
        now += millis(100);
        assertThat(count.get()).isEqualTo(1);
        assertThat(count.get()).isEqualTo(1);
        assertThat(ordered).as("once, however many come").hasSize(1);
        assertThat(ordered.getFirst().nanos())
                .as("counting takes a twentieth of the time")
                .isEqualTo(millis(600 - 130));
        done();
        assertThat(told).as("pages that were given the old one are told").hasValue(1);
        assertThat(count.get()).isEqualTo(2);
        assertThat(counts).isEqualTo(2);
    }

    @Test
    void nobodyIsToldWhenItReadsTheSame() {
        count.get();
        count.get();
        done();
        assertThat(told).hasValue(0);
        assertThat(ordered).as("and nobody counts any more").isEmpty();
    }

    @Test
    void whoComesSomewhatLaterDoesNotWait() {
        count.get();
        there = 2;
        now += millis(2_900);
        assertThat(count.get()).isEqualTo(1);
        assertThat(ordered.getFirst().nanos()).isZero();
        assertThat(counts).isEqualTo(1);
    }

    @Test
    void nothingIsGivenThatIsTooOld() {
        takes = millis(500);
        count.get();
        there = 2;
        now += AGE.oldest().toNanos() - takes - 1;
        assertThat(count.get()).isEqualTo(1);
        now += 1;
        assertThat(count.get()).isEqualTo(2);
        there = 3;
        now += Duration.ofHours(1).toNanos();
        assertThat(count.get()).isEqualTo(3);
    }

    @Test
    void whatCostsLittleIsAsGoodAsOfNow() {
        takes = millis(1);
        count.get();
        there = 2;
        now += millis(199);
        assertThat(count.get()).isEqualTo(2);
    }

    @Test
    void whoComesWhileItIsCountedMayKnowMoreAndIsToldToo() {
        count.get();
        count.get();
        meanwhile = () -> {
            meanwhile = () -> {};
            assertThat(count.get()).as("does not wait").isEqualTo(1);
        };
        done();
        assertThat(told).hasValue(0);
        there = 2;
        assertThat(ordered).as("so it is counted again for them").hasSize(1);
        done();
        assertThat(counts).as("when it is worth it").isEqualTo(2);
        done();
        assertThat(counts).isEqualTo(3);
        assertThat(told).hasValue(1);
    }

    @Test
    void whyItCanNotBeCountedIsToldToWhoeverComesNext() {
        count.get();
        count.get();
        broken = true;
        assertThatThrownBy(this::done).hasMessage("the database is away");
        assertThatThrownBy(count::get).hasMessage("the database is away");
        broken = false;
        there = 2;
        assertThat(count.get()).isEqualTo(2);
    }
}
