package org.assize.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in minor units (cents, öre; yen has none) of one ISO 4217 currency. Never a {@code double}: those begin
 * in {@code feature}.
 */
public record Money(long minor, String currency) {

    /** Digits after the point in this currency, as ISO 4217 says; 2 where it says nothing. */
    public static int fractionDigits(String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return digits < 0 ? 2 : digits;
    }

    /**
     * Reads a decimal amount in major units.
     *
     * @throws ArithmeticException when the amount has more decimals than the currency or does not fit
     * @throws IllegalArgumentException when the currency is not one of ISO 4217
     */
    public static Money of(BigDecimal major, String currency) {
        return new Money(
                major.setScale(fractionDigits(currency), RoundingMode.UNNECESSARY)
                        .unscaledValue()
                        .longValueExact(),
                currency);
    }

    public BigDecimal major() {
        return BigDecimal.valueOf(minor, fractionDigits(currency));
    }
}
