package org.assize.platform;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fixed table that brings amounts of many currencies to whole minor units of one, so that amounts can be added and
 * compared. Fixed on purpose: with a rate of the day, the same history would give other features tomorrow. Good to a
 * sense of size, not for book-keeping.
 *
 * @param currency the reference, ISO 4217
 * @param units how much of the reference one major unit of a currency is worth
 */
public record ReferenceRates(String currency, SortedMap<String, BigDecimal> units) {

    /** What stands for an amount whose currency the table lacks. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Amounts beyond ten thousand million major units of a two-digit currency are cut, so that no sum can overflow. */
    public static final long LIMIT = 1_000_000_000_000L;

    public ReferenceRates {
        TreeMap<String, BigDecimal> all = new TreeMap<>(units);
        all.put(currency, BigDecimal.ONE);
        all.forEach((code, rate) -> {
            if (rate.signum() <= 0) {
                throw new IllegalArgumentException("the rate of " + code + " must be positive, not " + rate);
            }
        });
        units = Collections.unmodifiableSortedMap(all);
    }

    /** Euro, at the rounded means of the European Central Bank's reference rates of 2018, the years of the public data. */
    public static ReferenceRates euro() {
        return EURO;
    }

    /**
     * The amount in minor units of the reference currency, half to even, cut at {@link #LIMIT}; {@link #UNKNOWN} when the
     * table lacks the currency.
     */
    public long minor(Money amount) {
        BigDecimal rate = units.get(amount.currency());
        if (rate == null) {
            return UNKNOWN;
        }
        BigInteger exact = amount.major()
                .multiply(rate)
                .movePointRight(Money.fractionDigits(currency))
                .setScale(0, RoundingMode.HALF_EVEN)
                .unscaledValue();
        return exact.bitLength() > 62 ? exact.signum() * LIMIT : Math.clamp(exact.longValueExact(), -LIMIT, LIMIT);
    }

    /** Converts the same way, faster: most amounts without an allocation. */
    public Converter converter() {
        return new Converter();
    }

    /** The rates as whole fractions. Nothing of it changes once it is made, so that any number of threads may ask. */
    public final class Converter {

        private record Fraction(long over, long under) {}

        private final Map<String, Fraction> fractions = new HashMap<>();

        private Converter() {
            units.forEach((code, rate) -> {
                BigDecimal factor = rate.movePointRight(Money.fractionDigits(currency) - Money.fractionDigits(code))
                        .stripTrailingZeros();
                int scale = Math.max(factor.scale(), 0);
                BigInteger over = factor.setScale(scale).unscaledValue();
                BigInteger under = BigInteger.TEN.pow(scale);
                BigInteger divisor = over.gcd(under);
                over = over.divide(divisor);
                under = under.divide(divisor);
                if (over.bitLength() < 63 && under.bitLength() < 63) {
                    fractions.put(code, new Fraction(over.longValueExact(), under.longValueExact()));
                }
            });
        }

        public long minor(Money amount) {
            Fraction fraction = fractions.get(amount.currency());
            if (fraction == null) {
                return ReferenceRates.this.minor(amount);
            }
            long product = amount.minor() * fraction.over;
            if (Math.multiplyHigh(amount.minor(), fraction.over) != product >> 63) {
                return ReferenceRates.this.minor(amount);
            }
            long whole = Math.floorDiv(product, fraction.under);
            long rest = product - whole * fraction.under;
            long toHalf = Long.compareUnsigned(2 * rest, fraction.under);
            if (toHalf > 0 || (toHalf == 0 && (whole & 1) == 1)) {
                whole++;
            }
            return Math.clamp(whole, -LIMIT, LIMIT);
        }
    }

    private static final ReferenceRates EURO = new ReferenceRates("EUR", table("""
            USD 0.85  GBP 1.13  CHF 0.87  SEK 0.097  NOK 0.104  DKK 0.134  ISK 0.0078  PLN 0.235  CZK 0.039  HUF 0.0031
            RON 0.215  BGN 0.511  RSD 0.0085  UAH 0.031  RUB 0.0135  TRY 0.175  ILS 0.236  AED 0.231  SAR 0.226
            EGP 0.0476  MAD 0.0903  NGN 0.00235  KES 0.0084  ZAR 0.064  INR 0.0124  PKR 0.007  BDT 0.0101  LKR 0.0052
            CNY 0.128  HKD 0.108  TWD 0.0281  JPY 0.0077  KRW 0.00077  SGD 0.628  MYR 0.21  THB 0.0262  IDR 0.0000595
            PHP 0.0161  VND 0.0000368  AUD 0.633  NZD 0.587  CAD 0.654  MXN 0.044  BRL 0.232  ARS 0.0304  CLP 0.00132
            COP 0.000287  PEN 0.258  UYU 0.0276  KWD 2.8  BHD 2.25  OMR 2.2  JOD 1.19  TND 0.32  QAR 0.233"""));

    private static SortedMap<String, BigDecimal> table(String text) {
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        String[] words = text.split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            rates.put(words[i], new BigDecimal(words[i + 1]));
        }
        return rates;
    }
}
