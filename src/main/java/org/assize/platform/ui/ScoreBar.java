package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine score: the figure, a bar, the word of its level, and its place among peers ("top 0.4 %"). */
@Tag("assize-score")
public final class ScoreBar extends Component {

    /**
     * @param score 0 to 1
     * @param topShare share of subjects that score at least as high, 0 to 1; NaN when unknown
     */
    public record Reading(double score, double topShare) {}

    public ScoreBar(double score, double topShare) {
        shown(new Reading(score, topShare))
                .forEach((name, value) -> getElement().setAttribute(name, value));
    }

    /** For a grid column; nothing where there is no score. */
    public static <T> Renderer<T> renderer(ValueProvider<T, @Nullable Reading> score) {
        LitRenderer<T> renderer = LitRenderer.of("<assize-score value=${item.value} filled=${item.filled} "
                + "level=${item.level} word=${item.word} place=${item.place}></assize-score>");
        for (String name : List.of("value", "filled", "level", "word", "place")) {
            renderer.withProperty(name, item -> {
                Reading reading = score.apply(item);
                return reading == null ? "" : shown(reading).getOrDefault(name, "");
            });
        }
        return renderer;
    }

    private static Map<String, String> shown(Reading reading) {
        Risk risk = Risk.of(reading.topShare());
        boolean placed = Double.isFinite(reading.topShare());
        return Map.of(
                "value", Texts.number(reading.score(), 2),
                "filled",
                        Double.isFinite(reading.score()) ? Double.toString(Math.clamp(reading.score(), 0.0, 1.0)) : "0",
                "level", risk.level(),
                "word", placed ? risk.word() : "",
                "place", placed ? Texts.t("platform.score.top", top(reading.topShare())) : "");
    }

    private static String top(double share) {
        return Texts.percent(Math.max(share, 0.0001), share < 0.001 ? 2 : share < 0.1 ? 1 : 0);
    }
}
