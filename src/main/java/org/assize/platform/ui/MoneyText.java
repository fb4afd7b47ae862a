package org.assize.platform.ui;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** An amount with its currency code and the currency's own decimals, figures tabular: EUR 41,220.50. */
public final class MoneyText extends Span {

    public MoneyText(Money money) {
        addClassName("money");
        Span currency = new Span(money.currency());
        currency.addClassName("currency");
        add(currency, new Span(amount(money, Texts.language())));
    }

    /** The amount as plain text, with the currency. */
    public static String of(Money money) {
        return money.currency() + " " + amount(money, Texts.language());
    }

    /** Whole major units, for figures read at a glance: EUR 41,220. */
    public static String rounded(Money money) {
        return money.currency() + " "
                + NumberFormat.getIntegerInstance(Texts.language())
                        .format(money.major().setScale(0, RoundingMode.HALF_EVEN));
    }

    /** For a grid column; right-align the column. */
    public static <T> Renderer<T> renderer(ValueProvider<T, @Nullable Money> money) {
        return LitRenderer.<T>of(
                        "<span class=\"money\"><span class=\"currency\">${item.currency}</span>${item.amount}</span>")
                .withProperty("currency", item -> {
                    Money value = money.apply(item);
                    return value == null ? "" : value.currency();
                })
                .withProperty("amount", item -> {
                    Money value = money.apply(item);
                    return value == null ? "" : amount(value, Texts.language());
                });
    }

    private static String amount(Money money, Locale language) {
        NumberFormat format = NumberFormat.getNumberInstance(language);
        int digits = Money.fractionDigits(money.currency());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(money.major());
    }
}
