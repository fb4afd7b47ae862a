package org.assize.platform.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A picture of figures in the colours of the tokens, with the same figures as a table beside it. Points can be opened:
 * {@link #onPoint}. Heights: class {@code tall} or {@code short}.
 */
@Tag("assize-chart")
public abstract sealed class Chart extends Component implements HasStyle
        permits LineChart, BarChart, Histogram, CalibrationChart {

    /** A point that was chosen: which series, and which of its points, both from 0 in the order they were given. */
    public record Chosen(int series, int index) {}

    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final List<Map<String, Object>> series = new ArrayList<>();
    private final List<Map<String, Object>> marks = new ArrayList<>();

    /** @param label what the picture shows, in one sentence: read aloud instead of the picture */
    Chart(String label, Axis x, Axis y) {
        spec.put("label", label);
        spec.put("x", x.described());
        spec.put("y", y.described());
        spec.put("series", series);
        spec.put("marks", marks);
        spec.put("stacked", false);
        spec.put("sideways", false);
        spec.put("clickable", false);
        spec.put("legend", false);
        spec.put("table", Texts.t("platform.chart.table"));
    }

    /** Somebody chose a point or its figure in the table: open what is behind it. */
    public Chart onPoint(Consumer<Chosen> action) {
        spec.put("clickable", true);
        getElement()
                .addEventListener("assize-point", event -> {
                    var data = event.getEventData();
                    action.accept(new Chosen(
                            data.get("event.detail.series").asInt(),
                            data.get("event.detail.index").asInt()));
                })
                .addEventData("event.detail.series")
                .addEventData("event.detail.index");
        refresh();
        return this;
    }

    /** Forgets what is drawn, to draw anew. */
    public Chart clear() {
        series.clear();
        marks.clear();
        return this;
    }

    final void set(String name, Object value) {
        spec.put(name, value);
        refresh();
    }

    final void series(String name, String shape, @Nullable String tone, List<Map<String, Object>> points) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("shape", shape);
        one.put("points", points);
        if (tone != null) {
            one.put("tone", tone);
        }
        series.add(one);
        spec.put(
                "legend",
                series.stream()
                                .filter(each -> !"guide".equals(each.get("shape")))
                                .count()
                        > 1);
        refresh();
    }

    final void mark(String axis, Object at, String label) {
        marks.add(Map.of("axis", axis, "at", at, "label", label));
        refresh();
    }

    static Map<String, Object> point(Object x, double y, double low, double high, String note) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("x", x);
        point.put("y", y);
        if (Double.isFinite(low) && Double.isFinite(high)) {
            point.put("low", low);
            point.put("high", high);
        }
        if (!note.isEmpty()) {
            point.put("note", note);
        }
        return point;
    }

    private void refresh() {
        if (isAttached()) {
            getElement().setPropertyMap("spec", spec);
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        refresh();
    }
}
