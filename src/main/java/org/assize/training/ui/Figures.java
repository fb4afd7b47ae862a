package org.assize.training.ui;

import java.util.List;
import org.assize.platform.ui.Texts;
import org.assize.training.ModelReport;
import org.assize.training.ModelVersion;
import org.jspecify.annotations.Nullable;

/** Figures of a report as people read them: three decimals, and the interval they lie in. */
final class Figures {

    static final String CARD_PRECISION = "cardPrecisionAt100";

    /** In the order they stand; the last is better when smaller. */
    static final List<String> NAMES = List.of(
            "auc",
            "averagePrecision",
            "precisionAtCapacity",
            "recallAtCapacity",
            CARD_PRECISION,
            "recallAt1PercentFalsePositives",
            "brier");

    private Figures() {}

    static boolean smallerIsBetter(String name) {
        return name.equals("brier");
    }

    static String of(ModelVersion model, String name) {
        ModelReport report = model.report();
        return report == null ? "–" : value(report.challenger().figures().get(name));
    }

    static String value(ModelReport.@Nullable Figure figure) {
        return figure == null || figure.value() == null ? "–" : number(figure.value());
    }

    static String signed(ModelReport.@Nullable Figure figure) {
        if (figure == null || figure.value() == null) {
            return "–";
        }
        return (figure.value() > 0 ? "+" : "") + number(figure.value());
    }

    static String interval(ModelReport.@Nullable Figure figure) {
        return figure == null || figure.low() == null || figure.high() == null
                ? ""
                : number(figure.low()) + " – " + number(figure.high());
    }

    /** 1 for better, -1 for worse, 0 while the interval holds zero. */
    static int verdict(String name, ModelReport.@Nullable Figure difference) {
        if (difference == null || difference.low() == null || difference.high() == null) {
            return 0;
        }
        int sign = difference.low() > 0 ? 1 : difference.high() < 0 ? -1 : 0;
        return smallerIsBetter(name) ? -sign : sign;
    }

    /** With a minus that is as wide as a plus, and told apart from the dash between two numbers. */
    private static String number(double value) {
        return Texts.number(value, 3).replace('-', '−');
    }

    static String count(@Nullable Object number) {
        return number instanceof Number n ? Texts.number(n.longValue()) : "–";
    }
}
