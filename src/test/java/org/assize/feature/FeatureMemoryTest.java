package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.platform.Money;
import org.assize.subject.AnOrder;
import org.assize.subject.Order;
import org.junit.jupiter.api.Test;

/** What a marketplace of many keys costs in memory: every value of every key is new, the dearest history there is. */
class FeatureMemoryTest {

    private static final int ORDERS = 100_000;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    /** With the room to spare of arrays that double. */
    private static final Map<OrderKey, Integer> BYTES = Map.of(
            OrderKey.SELLER, 400,
            OrderKey.BUYER, 400,
            OrderKey.DEVICE, 250,
            OrderKey.PAYMENT, 350,
            OrderKey.IP, 150,
            OrderKey.SHIP_TO, 150);

    private static final int BYTES_OF_A_PAIR = 150;
    private static final int BYTES_OF_AN_ORDER = 250;

    @Test
    void aValueOfAKeyTakesAFewHundredBytesAndWhatIsOldTakesNone() {
        FeatureEngine engine = engine();
        for (int i = 0; i < ORDERS; i++) {
            engine.observe(order(i, START.plusMillis(i)));
        }
        Instant later = START.plus(Duration.ofDays(1));
        engine.vector(order(ORDERS, later));
        engine.bytes().forEach((key, bytes) -> {
            System.out.printf("%s: %d bytes a value%n", key.code(), bytes / ORDERS);
            assertThat(bytes / ORDERS)
                    .as(key.code())
                    .isLessThanOrEqualTo(key.isPair() ? BYTES_OF_A_PAIR : BYTES.getOrDefault(key, 0));
        });
        System.out.printf("an order: %d bytes%n", engine.bytesOfOrders() / ORDERS);
        assertThat(engine.bytesOfOrders() / ORDERS).isLessThanOrEqualTo(BYTES_OF_AN_ORDER);
        assertThat(engine.held()).isEqualTo(ORDERS);

        engine.vector(order(ORDERS, START.plus(Duration.ofDays(100))));
        assertThat(engine.held()).as("orders that nobody can see any more").isZero();
    }

    @Test
    void memoryFollowsTheOrdersWithinReachAndNotTheYearsGoneBy() {
        FeatureEngine engine = engine();
        long after = 0;
        for (int i = 0; i < ORDERS; i++) {
            Order order = order(i, START.plus(Duration.ofMinutes(10L * i)));
            engine.vector(order);
            engine.observe(order);
            if (i == ORDERS / 4) {
                after = engine.bytesOfOrders()
                        + engine.bytes().values().stream().mapToLong(b -> b).sum();
            }
        }
        assertThat(engine.bytesOfOrders()
                        + engine.bytes().values().stream().mapToLong(b -> b).sum())
                .as("after two years, as after half a year")
                .isEqualTo(after);
    }

    private static FeatureEngine engine() {
        return new FeatureEngine(
                FeatureCatalog.orders(), FeatureCatalog.sellers().only(List.of()), FeatureOptions.DEFAULT);
    }

    private static Order order(int i, Instant at) {
        return AnOrder.placed("o" + i, at)
                .with("s" + i, "b" + i)
                .worth(new Money(1_000 + i % 100, "EUR"))
                .by("d" + i, "p" + i, "i" + i)
                .to("DE", "z" + i)
                .told("delivered", at.plus(Duration.ofDays(3)), 5)
                .made();
    }
}
