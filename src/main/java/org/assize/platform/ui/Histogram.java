package org.assize.platform.ui;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How often values fall into equal bins of a range, for one group or several. */
public final class Histogram extends Chart {

    private final double from;
    private final double width;

    /**
     * @param values the axis of the values that were binned
     * @param from where the first bin begins
     * @param width of every bin
     */
    public Histogram(String label, Axis values, Axis counts, double from, double width) {
        super(label, values, counts);
        this.from = from;
        this.width = width;
    }

    /** Counts per bin, the first bin first; groups stand on each other. */
    public Histogram group(String name, @Nullable String tone, List<Long> counts) {
        series(
                name,
                "bar",
                tone,
                IntStream.range(0, counts.size())
                        .mapToObj(bin -> point(from + (bin + 0.5) * width, counts.get(bin), Double.NaN, Double.NaN, ""))
                        .toList());
        set("stacked", true);
        return this;
    }

    /** Where something cuts the range, such as the threshold that makes a flag. */
    public Histogram threshold(double at, String label) {
        mark("x", at, label);
        return this;
    }
}
