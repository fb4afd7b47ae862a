package org.assize.workbench;

import java.util.Locale;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.ScoreBar;
import org.assize.platform.ui.Texts;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Cases as people call them. */
public final class CaseWords {

    private static final char THIN_SPACE = '\u202f';

    private CaseWords() {}

    /** 10 423: in threes, so that it can be read out and found again. */
    public static String number(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, THIN_SPACE);
        }
        return digits.toString();
    }

    /** A queue that came with Assize in the reader's language, any other as it was named. */
    public static String queue(String key, String name) {
        String message = "workbench.queue." + key;
        return Texts.has(message) ? Texts.t(message) : name;
    }

    public static String queue(FraudCase its) {
        return queue(its.queue(), its.queueName());
    }

    public static String queue(String key) {
        return queue(key, key);
    }

    public static String kind(SubjectKind kind) {
        return Texts.t("workbench.kind." + kind.code());
    }

    public static Glyph glyph(SubjectKind kind) {
        return switch (kind) {
            case ORDER -> Glyph.ORDER;
            case SELLER -> Glyph.SELLER;
        };
    }

    public static String state(CaseState state) {
        return Texts.t("workbench.state." + state.name().toLowerCase(Locale.ROOT));
    }

    /** @param decision as a verdict stores it: {@code FRAUD}, {@code LEGITIMATE}, {@code INCONCLUSIVE} */
    public static Badge decision(String decision) {
        String code = decision.toLowerCase(Locale.ROOT);
        return Badge.of(decisionGlyph(code), decisionText(code), "verdict-" + code);
    }

    public static String decisionText(String decision) {
        return Texts.t("workbench.decision." + decision.toLowerCase(Locale.ROOT));
    }

    public static Glyph decisionGlyph(String decision) {
        return switch (decision.toLowerCase(Locale.ROOT)) {
            case "fraud" -> Glyph.FLAG;
            case "legitimate" -> Glyph.LEGITIMATE;
            default -> Glyph.INCONCLUSIVE;
        };
    }

    public static String typology(String code) {
        return Texts.t("workbench.typology." + code);
    }

    public static String action(String code) {
        return Texts.t("workbench.action." + code);
    }

    /** Null where nobody scored the subject. */
    public static ScoreBar.@Nullable Reading reading(FraudCase its) {
        return reading(its.score(), its.percentile());
    }

    /** @param percentile share of peers at or below the score, 0 to 1 */
    public static ScoreBar.@Nullable Reading reading(@Nullable Double score, @Nullable Double percentile) {
        return score == null ? null : new ScoreBar.Reading(score, percentile == null ? Double.NaN : 1 - percentile);
    }
}
