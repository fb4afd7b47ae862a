package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceRatesTest {

    private final ReferenceRates rates = new ReferenceRates(
            "EUR", new TreeMap<>(Map.of("USD", new BigDecimal("0.5"), "JPY", new BigDecimal("0.0077"))));

    @Test
    void halvesGoToTheEvenNeighbour() {
        assertThat(rates.minor(new Money(1, "USD"))).isZero();
        assertThat(rates.minor(new Money(3, "USD"))).isEqualTo(2);
        assertThat(rates.minor(new Money(-3, "USD"))).isEqualTo(-2);
        assertThat(rates.minor(new Money(1000, "JPY"))).isEqualTo(770);
        assertThat(rates.minor(new Money(250, "EUR"))).isEqualTo(250);
    }

    @Test
    void anUnknownCurrencyIsUnknownAndAnAbsurdAmountIsCut() {
        assertThat(rates.minor(new Money(1, "SEK"))).isEqualTo(ReferenceRates.UNKNOWN);
        assertThat(rates.minor(new Money(Long.MAX_VALUE, "EUR"))).isEqualTo(ReferenceRates.LIMIT);
        assertThat(rates.minor(new Money(Long.MIN_VALUE, "EUR"))).isEqualTo(-ReferenceRates.LIMIT);
        assertThatThrownBy(() -> new ReferenceRates("EUR", new TreeMap<>(Map.of("USD", BigDecimal.ZERO))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("USD");
    }

    @Test
    void theFastConverterAgreesWithTheExactOne() {
        ReferenceRates euro = ReferenceRates.euro();
        ReferenceRates.Converter converter = euro.converter();
        Random random = new Random(11);
        for (String currency : List.of("EUR", "USD", "JPY", "KWD", "VND", "IDR", "KRW", "ISK", "BRL", "MUR")) {
            for (int i = 0; i < 2_000; i++) {
                Money amount = new Money(random.nextLong() >> random.nextInt(64), currency);
                assertThat(converter.minor(amount)).as("%s", amount).isEqualTo(euro.minor(amount));
            }
        }
    }
}
