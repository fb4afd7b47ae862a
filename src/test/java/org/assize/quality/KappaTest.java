package org.assize.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assize.platform.Interval;
import org.junit.jupiter.api.Test;

class KappaTest {

    /** Fleiss, Statistical Methods for Rates and Proportions, 2nd ed. 1981, table 13.1: kappa .68, standard error .088. */
    @Test
    void isWhatTheBookSays() {
        Interval kappa =
                Kappa.of(new long[][] {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}).orElseThrow();
        assertThat(kappa.value()).isEqualTo(0.676, within(0.001));
        assertThat((kappa.high() - kappa.low()) / 2 / Interval.Z).isEqualTo(0.088, within(0.001));
    }

    @Test
    void isOneWhereAllAgreeAndNoughtWhereChanceWouldAgreeAsOften() {
        assertThat(Kappa.of(new long[][] {{20, 0}, {0, 20}}).orElseThrow()).isEqualTo(new Interval(1, 1, 1));
        assertThat(Kappa.of(new long[][] {{25, 25}, {25, 25}}).orElseThrow().value())
                .isEqualTo(0, within(1e-12));
        assertThat(Kappa.of(new long[][] {{0, 20}, {20, 0}}).orElseThrow().value())
                .isEqualTo(-1, within(1e-12));
    }

    @Test
    void saysNothingWhereAllReadingsAreAlike() {
        assertThat(Kappa.of(new long[][] {{40}})).isEmpty();
        assertThat(Kappa.of(new long[][] {})).isEmpty();
    }

    /** Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I: 81 of 263 and 0 of 20. */
    @Test
    void aShareKeepsWithinItsBounds() {
        Interval many = Interval.ofShare(81, 263);
        assertThat(many.low()).isEqualTo(0.2553, within(1e-4));
        assertThat(many.high()).isEqualTo(0.3662, within(1e-4));
        Interval none = Interval.ofShare(0, 20);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isEqualTo(0.1611, within(1e-4));
    }
}
