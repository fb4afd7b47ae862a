package org.assize.feature;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The words of features and their values, in one language, from the bundle {@code messages/feature}. */
public final class FeatureTexts {

    private final ResourceBundle bundle;
    private final Locale locale;
    private final String referenceCurrency;
    private final FeatureOptions options;

    /** Texts of that language; English where it has none. */
    public FeatureTexts(Locale locale, FeatureOptions options) {
        this.locale =
                locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        this.bundle = ResourceBundle.getBundle(
                "messages.feature",
                this.locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.referenceCurrency = options.rates().currency();
        this.options = options;
    }

    public String family(FeatureFamily family) {
        return bundle.getString("feature.family." + family.name().toLowerCase(Locale.ROOT));
    }

    public String name(FeatureDefinition feature) {
        return text(feature, ".name", "");
    }

    /** What it is, and what becomes of it where it would have to look at more orders than it may. */
    public String definition(FeatureDefinition feature) {
        String definition = text(feature, ".definition", "");
        Look look = Look.of(feature.formula(), options);
        if (look == null || !look.all()) {
            return definition;
        }
        boolean counts = feature.formula() instanceof Formula.Count(OrderKey key, Window _) && !key.isPair();
        return definition
                + ' '
                + filled(
                        counts
                                ? "feature.bound.count"
                                : feature.missing() == MissingRule.ZERO
                                        ? "feature.bound.zero"
                                        : "feature.bound.unknown",
                        options.mostOrders());
    }

    /** A sentence that says the value of the feature: "The device was seen with 7 different buyers in the day before". */
    public String reason(FeatureDefinition feature, double value) {
        return text(feature, ".reason", value(feature, value));
    }

    /** The value as a person writes it: money with its currency, shares in percent, days where hours would be many. */
    public String value(FeatureDefinition feature, double value) {
        if (feature.isMissing(value)) {
            return bundle.getString("feature.value.unknown");
        }
        return switch (feature.unit()) {
            case COUNT -> number(value, 0);
            case MONEY -> number(value, 2) + ' ' + referenceCurrency;
            case SHARE -> {
                NumberFormat percent = NumberFormat.getPercentInstance(locale);
                percent.setMaximumFractionDigits(1);
                yield percent.format(value);
            }
            case TIMES, DEVIATIONS, STARS -> number(value, 1);
            case DAYS -> elapsed(value * 24);
            case HOURS -> elapsed(value);
            case FLAG -> bundle.getString(value == 0 ? "feature.value.no" : "feature.value.yes");
            case CLOCK_HOUR -> filled("feature.value.oclock", number(value, 0));
            case BUCKET -> number(value, 0);
            case NUMBER -> number(value, 3);
        };
    }

    private String elapsed(double hours) {
        if (Math.abs(hours) < 1) {
            return filled("feature.value.minutes", number(hours * 60, 0));
        }
        return Math.abs(hours) < 48
                ? filled("feature.value.hours", number(hours, 0))
                : filled("feature.value.days", number(hours / 24, 0));
    }

    private String number(double value, int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    private String filled(String key, Object argument) {
        return new MessageFormat(bundle.getString(key), locale).format(new Object[] {argument});
    }

    /** @throws MissingResourceException when the bundle lacks a feature; a test holds that it does not */
    private String text(FeatureDefinition feature, String part, String value) {
        String attribute = feature.formula() instanceof Formula.Attribute a ? a.attribute() : "";
        return new MessageFormat(bundle.getString(feature.textKey() + part), locale)
                .format(new Object[] {value, attribute});
    }
}
