package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.assize.platform.Money;
import org.junit.jupiter.api.Test;

class PriorityTest {

    private static final Instant DUE = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void moreAtRiskMoreLikelyOrSoonerDueComesFirst() {
        double usual = Priority.of(euros(100), 0.5, DUE);
        assertThat(Priority.of(euros(101), 0.5, DUE)).isGreaterThan(usual);
        assertThat(Priority.of(euros(100), 0.51, DUE)).isGreaterThan(usual);
        assertThat(Priority.of(euros(100), 0.5, DUE.minusSeconds(1))).isGreaterThan(usual);
    }

    @Test
    void aSmallCaseThatIsLateEnoughOvertakesALargeOneThatIsNot() {
        double large = Priority.of(euros(1000), 0.9, DUE);
        double small = Priority.of(euros(10), 0.9, DUE.minus(Priority.GROWTH.multipliedBy(5)));
        assertThat(small).isGreaterThan(large);
    }

    @Test
    void theStaticKeyOrdersAsTheAgeingFormulaDoesAtAnyMoment() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long a = 100 + random.nextInt(1_000_000);
            long b = 100 + random.nextInt(1_000_000);
            double p = 0.01 + 0.99 * random.nextDouble();
            double q = 0.01 + 0.99 * random.nextDouble();
            Instant dueA = DUE.plusSeconds(random.nextInt(200_000));
            Instant dueB = DUE.plusSeconds(random.nextInt(200_000));
            Instant now = DUE.plusSeconds(random.nextInt(400_000) - 200_000);
            double urgencyA = urgency(a, p, dueA, now);
            double urgencyB = urgency(b, q, dueB, now);
            if (Math.abs(Math.log(urgencyA / urgencyB)) > 1e-6) {
                assertThat(Priority.of(new Money(a, "EUR"), p, dueA) > Priority.of(new Money(b, "EUR"), q, dueB))
                        .isEqualTo(urgencyA > urgencyB);
            }
        }
    }

    @Test
    void nothingAtRiskAndNothingLikelyIsStillANumber() {
        assertThat(Priority.of(new Money(0, "EUR"), 0.0, DUE)).isFinite();
        assertThat(Priority.of(new Money(-5, "EUR"), 0.5, DUE)).isFinite();
        assertThat(Priority.of(new Money(10_000, "MUR"), 0.5, DUE))
                .as("a currency without a rate counts as one euro a unit")
                .isEqualTo(Priority.of(new Money(10_000, "EUR"), 0.5, DUE));
        assertThat(Priority.of(new Money(Long.MAX_VALUE, "JPY"), 1.0, DUE)).isFinite();
    }

    private static Money euros(long euros) {
        return new Money(euros * 100, "EUR");
    }

    private static double urgency(long cents, double probability, Instant due, Instant now) {
        return cents
                / 100.0
                * probability
                * Math.exp((now.getEpochSecond() - due.getEpochSecond()) / (double) Priority.GROWTH.toSeconds());
    }
}
