package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assize.feature.FeatureDistribution.Bar;
import org.junit.jupiter.api.Test;

class FeatureDistributionTest {

    private final FeatureCatalog catalog = FeatureCatalog.orders().only(List.of("device_orders_1d", "amount_per_item"));

    @Test
    void quantilesAndPercentilesAreThoseOfTheKnownValues() {
        var collector = new FeatureDistribution.Collector(catalog, 1);
        IntStream.rangeClosed(0, 100).forEach(i -> collector.add(new double[] {i, -1}));
        collector.add(new double[] {-1, -1});
        FeatureDistribution orders = collector.of("device_orders_1d");
        assertThat(orders.quantile(0.5)).isEqualTo(50);
        assertThat(orders.quantile(0.95)).isEqualTo(95);
        assertThat(orders.quantile(0.125)).isEqualTo(12.5);
        assertThat(orders.percentile(50)).isEqualTo(0.5);
        assertThat(orders.percentile(1000)).isEqualTo(1);
        assertThat(orders.isUnusual(99)).isTrue();
        assertThat(orders.isUnusual(60)).isFalse();
        assertThat(orders.missing()).isOne();
        assertThat(orders.mean()).isEqualTo(50);
        assertThat(Arrays.stream(orders.histogram(10)).mapToInt(Bar::count).sum())
                .isEqualTo(101);
        FeatureDistribution items = collector.of("amount_per_item");
        assertThat(items.isEmpty()).isTrue();
        assertThat(items.missingShare()).isEqualTo(1);
        assertThat(items.quantile(0.5)).isNaN();
        assertThat(items.histogram(10)).isEmpty();
    }

    @Test
    void aLongStreamIsSampledEvenlyAndTheSameSeedGivesTheSame() {
        FeatureDistribution[] twice = new FeatureDistribution[2];
        for (int run = 0; run < 2; run++) {
            var collector = new FeatureDistribution.Collector(catalog, 7);
            Random random = new Random(3);
            IntStream.range(0, 200_000).forEach(_ -> collector.add(new double[] {random.nextDouble(), 1}));
            twice[run] = collector.of("device_orders_1d");
        }
        assertThat(twice[0]).isEqualTo(twice[1]);
        assertThat(twice[0].values()).isEqualTo(200_000);
        assertThat(twice[0].quantile(0.05)).isCloseTo(0.05, within(0.01));
        assertThat(twice[0].quantile(0.95)).isCloseTo(0.95, within(0.01));
    }
}
