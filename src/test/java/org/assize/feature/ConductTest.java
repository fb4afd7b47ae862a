package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assize.feature.Conduct.Share;
import org.junit.jupiter.api.Test;

class ConductTest {

    @Test
    void theIntervalIsWilsons() {
        // Agresti and Coull, The American Statistician 52 (1998): 95 per cent, 9 of 10
        assertThat(new Share(9, 10).low()).isCloseTo(0.596, within(0.001));
        assertThat(new Share(9, 10).high()).isCloseTo(0.982, within(0.001));
    }

    @Test
    void whatNeverHappenedMayStillHappen() {
        Share none = new Share(0, 20);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.161, within(0.001));
        assertThat(new Share(20, 20).high()).isEqualTo(1);
    }

    @Test
    void ofFewOrdersThereIsNoRate() {
        assertThat(new Share(3, 7).isEnough()).isFalse();
        assertThat(new Share(3, 10).isEnough()).isTrue();
        assertThat(new Share(0, 0).share()).isNaN();
        assertThat(new Share(0, 0).low()).isZero();
        assertThat(new Share(0, 0).high()).isEqualTo(1);
    }

    @Test
    void moreCanNotHappenThanWasCounted() {
        assertThatThrownBy(() -> new Share(3, 2)).hasMessageContaining("3 of 2");
    }
}
