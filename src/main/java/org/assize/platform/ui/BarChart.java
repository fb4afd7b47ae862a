package org.assize.platform.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Amounts by category. */
public final class BarChart extends Chart {

    public record Bar(String name, double value) {}

    public BarChart(String label, Axis categories, Axis values) {
        super(label, categories, values);
    }

    /** One set of bars; several stand side by side. */
    public BarChart bars(String name, List<Bar> bars) {
        return bars(name, null, bars);
    }

    /** @param tone token that colours them, such as {@code verdict-fraud}; the legend says what it means */
    public BarChart bars(String name, @Nullable String tone, List<Bar> bars) {
        series(
                name,
                "bar",
                tone,
                bars.stream()
                        .map(bar -> point(bar.name(), bar.value(), Double.NaN, Double.NaN, ""))
                        .toList());
        return this;
    }

    /** Sets stand on each other instead of side by side. */
    public BarChart stacked() {
        set("stacked", true);
        return this;
    }

    /** Bars lie, which leaves room for long names; the first stands on top. */
    public BarChart sideways() {
        set("sideways", true);
        return this;
    }
}
