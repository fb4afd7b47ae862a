package org.assize.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MaturityTest {

    private static final Instant PLACED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant KNOWN = Instant.parse("2026-01-20T00:00:00Z");

    private final Maturity maturity = new Maturity(Duration.ofDays(45));

    @Test
    void fraudFromOutsideIsTheTruthAtOnce() {
        assertThat(maturity.mature(true, "outcome:chargeback", PLACED, KNOWN, KNOWN))
                .isTrue();
    }

    @Test
    void everythingElseIsMatureWhenTheOutsideHasHadItsTime() {
        for (String source : new String[] {"verdict", "outcome:appeal"}) {
            boolean fraud = source.equals("verdict");
            Instant end = PLACED.plus(Duration.ofDays(45));
            assertThat(maturity.mature(fraud, source, PLACED, KNOWN, end.minusNanos(1_000)))
                    .isFalse();
            assertThat(maturity.mature(fraud, source, PLACED, KNOWN, end)).isTrue();
        }
    }

    @Test
    void whereNobodySaysWhenItHappenedItCountsFromWhenItWasKnown() {
        Instant end = KNOWN.plus(Duration.ofDays(45));
        assertThat(maturity.mature(false, "verdict", null, KNOWN, end.minusNanos(1_000)))
                .isFalse();
        assertThat(maturity.mature(false, "verdict", null, KNOWN, end)).isTrue();
    }
}
