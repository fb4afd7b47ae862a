package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final Spread TO_HUNDRED =
            Spread.of(IntStream.rangeClosed(0, 100).asDoubleStream().toArray(), 101);

    @Test
    void percentileIsTheShareBelow() {
        assertThat(TO_HUNDRED.percentile(-1)).isZero();
        assertThat(TO_HUNDRED.percentile(25)).isEqualTo(25);
        assertThat(TO_HUNDRED.percentile(25.5)).isCloseTo(25.5, within(1e-9));
        assertThat(TO_HUNDRED.percentile(1000)).isEqualTo(100);
    }

    @Test
    void halfOfTheEqualOnesCount() {
        double[] flags = new double[1000];
        Arrays.fill(flags, 900, 1000, 1);
        Spread spread = Spread.of(flags, 101);
        assertThat(spread.percentile(0)).isCloseTo(45, within(1.0));
        assertThat(spread.percentile(1)).isCloseTo(95, within(1.0));
        assertThat(Spread.of(new double[] {3, 3, 3}, 101).percentile(3)).isEqualTo(50);
    }

    @Test
    void missingValuesDoNotCount() {
        Spread spread = Spread.of(new double[] {Double.NaN, 1, 2, 3, Double.NaN}, 101);
        assertThat(spread.quantile(0)).isEqualTo(1);
        assertThat(spread.quantile(1)).isEqualTo(3);
        assertThat(Spread.of(new double[] {Double.NaN}, 101).percentile(3)).isNaN();
    }
}
