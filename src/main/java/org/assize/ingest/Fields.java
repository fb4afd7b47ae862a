package org.assize.ingest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assize.platform.Money;
import org.assize.subject.AttributeType;
import org.assize.subject.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One row or object on its way to a record: gives each field as what it has to be, or leaves with a {@link Refusal}.
 * Text is kept as it came, to the byte; nothing is trimmed, folded or normalised.
 */
abstract class Fields {

    static final int LONGEST_ID = 200;
    static final int LONGEST_TEXT = 1_000;
    static final int LONGEST_ATTRIBUTE_TEXT = 10_000;
    /**
     * In major units, which must leave room for currencies of small units, such as the rupiah. In minor units that is at
     * most 9 * 10^12, where a currency has three decimals: sums over a million such orders still fit 63 bits.
     */
    private static final long LARGEST_AMOUNT = 9_000_000_000L;

    private static final BigDecimal LARGEST_MAJOR = BigDecimal.valueOf(LARGEST_AMOUNT);
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final InstantForm instants;

    Fields(InstantForm instants) {
        this.instants = instants;
    }

    /** The text as it stands in the source, null when absent or empty. */
    abstract @Nullable String raw(Target target);

    /** How the source itself names the field. */
    abstract String columnOf(Target target);

    abstract Attributes attributes();

    /** What the mapping adds to an instant. */
    Duration offset(Target target) {
        return Duration.ZERO;
    }

    String id(Target target) {
        String text = required(target);
        if (text.isBlank()) {
            throw refusal(target, text, Reason.MISSING);
        }
        return clean(columnOf(target), text, LONGEST_ID, false);
    }

    @Nullable
    String optionalId(Target target) {
        String text = raw(target);
        return text == null ? null : clean(columnOf(target), text, LONGEST_ID, false);
    }

    @Nullable
    String text(Target target) {
        String text = raw(target);
        return text == null ? null : clean(columnOf(target), text, LONGEST_TEXT, false);
    }

    Instant instant(Target target) {
        return instant(target, required(target));
    }

    @Nullable
    Instant optionalInstant(Target target) {
        String text = raw(target);
        return text == null ? null : instant(target, text);
    }

    private Instant instant(Target target, String text) {
        Instant read = instants.read(columnOf(target), text);
        Duration offset = offset(target);
        return offset.isZero() ? read : InstantForm.inRange(read.plus(offset), columnOf(target), text);
    }

    Money money(Target amount, Target currency) {
        String code = required(currency);
        if (!CURRENCIES.contains(code)) {
            throw refusal(currency, code, Reason.NOT_A_CURRENCY);
        }
        String text = required(amount);
        boolean negative = text.charAt(0) == '-';
        if (!isDecimal(text, negative ? 1 : 0)) {
            throw refusal(amount, text, Reason.NOT_AN_AMOUNT);
        }
        if (negative) {
            throw refusal(amount, text, Reason.AMOUNT_NEGATIVE);
        }
        var major = new BigDecimal(text);
        if (major.compareTo(LARGEST_MAJOR) > 0) {
            throw refusal(amount, text, Reason.AMOUNT_TOO_LARGE, LARGEST_AMOUNT);
        }
        try {
            return Money.of(major, code);
        } catch (ArithmeticException e) {
            throw refusal(amount, text, Reason.TOO_MANY_DECIMALS, Money.fractionDigits(code), code);
        }
    }

    /** A whole number; 4.0 is one, as tools that know no absent integers write them so. */
    @Nullable
    Integer optionalInteger(Target target, int least, int most) {
        String text = raw(target);
        if (text == null) {
            return null;
        }
        int point = text.indexOf('.');
        boolean whole = isDecimal(text, 0)
                && (point < 0 || text.chars().skip(point + 1L).allMatch(c -> c == '0'));
        String digits = point < 0 ? text : text.substring(0, point);
        if (!whole || digits.length() > 9 || Integer.parseInt(digits) < least || Integer.parseInt(digits) > most) {
            throw refusal(target, text, Reason.NOT_A_WHOLE_NUMBER, least, most);
        }
        return Integer.valueOf(digits);
    }

    <T> T oneOf(Target target, Map<String, T> choices) {
        String text = required(target);
        T choice = choices.get(text);
        if (choice == null) {
            throw refusal(target, text, Reason.NOT_ONE_OF, String.join(", ", choices.keySet()));
        }
        return choice;
    }

    private String required(Target target) {
        String text = raw(target);
        if (text == null) {
            throw refusal(target, null, Reason.MISSING);
        }
        return text;
    }

    private Refusal refusal(Target target, @Nullable String value, Reason reason, Object... arguments) {
        return new Refusal(columnOf(target), value, reason, arguments);
    }

    InstantForm instants() {
        return instants;
    }

    /** Gathers attributes of one record by type. */
    static final class AttributeGatherer {
        private final TreeMap<String, String> categorical = new TreeMap<>();
        private final TreeMap<String, Double> numeric = new TreeMap<>();
        private final TreeMap<String, Instant> moments = new TreeMap<>();
        private final TreeMap<String, String> texts = new TreeMap<>();

        void add(String name, AttributeType type, String value, InstantForm instants) {
            switch (type) {
                case CATEGORICAL -> categorical.put(name, clean(name, value, LONGEST_TEXT, false));
                case NUMERIC -> numeric.put(name, number(name, value));
                case INSTANT -> moments.put(name, instants.read(name, value));
                case TEXT -> texts.put(name, clean(name, value, LONGEST_ATTRIBUTE_TEXT, true));
            }
        }

        Attributes gathered() {
            return categorical.isEmpty() && numeric.isEmpty() && moments.isEmpty() && texts.isEmpty()
                    ? Attributes.NONE
                    : new Attributes(categorical, numeric, moments, texts);
        }
    }

    private static double number(String column, String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        String mantissa = exponent < 0 ? text : text.substring(0, exponent);
        boolean readable = isDecimal(mantissa, signLength(mantissa, 0))
                && (exponent < 0 || isWhole(text, signLength(text, exponent + 1)));
        double number = readable ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new Refusal(column, text, Reason.NOT_A_NUMBER);
        }
        // the database's jsonb knows no negative zero; a record must not change by being stored
        return number == 0 ? 0.0 : number;
    }

    private static int signLength(String text, int from) {
        return from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+') ? from + 1 : from;
    }

    private static boolean isWhole(String text, int from) {
        int digits = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
            digits++;
        }
        return digits > 0 && digits <= 6;
    }

    /** Digits 0-9 with at most one point between them, and not endlessly many. */
    private static boolean isDecimal(String text, int from) {
        int point = -1;
        int end = text.length();
        if (end - from == 0 || end - from > 40) {
            return false;
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0) {
                point = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return point != from && point != end - 1;
    }

    /** Refuses what no text may hold: control characters, and bytes that were no UTF-8 (read as lone surrogates). */
    static String clean(String column, String text, int longest, boolean lines) {
        if (text.length() > longest) {
            throw new Refusal(column, text, Reason.TOO_LONG, longest);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t'))) {
                throw new Refusal(column, text, Reason.CONTROL_CHARACTER, "U+%04X".formatted((int) c));
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new Refusal(column, text, Reason.NOT_UTF8);
                }
                i++;
            }
        }
        return text;
    }
}
