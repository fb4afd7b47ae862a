package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.assize.platform.Money;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void moneyHasTheDecimalsOfItsCurrency() {
        assertThat(MoneyText.of(new Money(4122050, "EUR"))).isEqualTo("EUR 41,220.50");
        assertThat(MoneyText.of(new Money(4122050, "JPY"))).isEqualTo("JPY 4,122,050");
        assertThat(MoneyText.of(new Money(4122050, "KWD"))).isEqualTo("KWD 4,122.050");
        assertThat(MoneyText.rounded(new Money(4122050, "EUR"))).isEqualTo("EUR 41,220");
    }

    @Test
    void whatIsNotANumberIsADashAndNeverNaN() {
        assertThat(Texts.number(Double.NaN, 2)).isEqualTo("–");
        assertThat(Texts.percent(Double.POSITIVE_INFINITY, 1)).isEqualTo("–");
        assertThat(Texts.percent(0.0342, 1)).isEqualTo("3.4 %");
    }

    @Test
    void riskIsAPlaceAmongPeersAndUnknownIsNotAlarming() {
        assertThat(Risk.of(0.004)).isEqualTo(Risk.SEVERE);
        assertThat(Risk.of(0.02)).isEqualTo(Risk.HIGH);
        assertThat(Risk.of(0.1)).isEqualTo(Risk.ELEVATED);
        assertThat(Risk.of(0.5)).isEqualTo(Risk.LOW);
        assertThat(Risk.of(Double.NaN)).isEqualTo(Risk.LOW);
    }

    @Test
    void pluralsFollowTheNumber() {
        assertThat(Texts.in(Locale.ENGLISH, "platform.chart.cases", 1L)).isEqualTo("1 case");
        assertThat(Texts.in(Locale.ENGLISH, "platform.chart.cases", 1200L)).isEqualTo("1,200 cases");
        assertThat(Texts.in(Locale.SIMPLIFIED_CHINESE, "platform.chart.cases", 1L))
                .isEqualTo("1 个案件");
    }
}
