package org.assize.platform.ui;

import java.util.List;
import java.util.Map;

/** Said against seen: per bin of scores the mean score and the share that was fraud, beside the line of honesty. */
public final class CalibrationChart extends Chart {

    /**
     * @param said mean score of the bin, 0 to 1
     * @param seen share of the bin that was fraud, with its interval
     * @param cases how many are in the bin
     */
    public record Bin(double said, double seen, double low, double high, long cases) {}

    private final double top;

    public CalibrationChart(String label) {
        this(label, 1);
    }

    /** @param top where both axes end, 0 to 1: where fraud is rare, all bins lie near 0 */
    public CalibrationChart(String label, double top) {
        super(
                label,
                Axis.percent(Texts.t("platform.chart.said")).between(0, top),
                Axis.percent(Texts.t("platform.chart.seen")).between(0, top));
        this.top = top;
        honest();
    }

    public CalibrationChart bins(String name, List<Bin> bins) {
        series(
                name,
                "dots",
                null,
                bins.stream()
                        .filter(bin -> Double.isFinite(bin.seen()))
                        .map(bin -> point(
                                bin.said(),
                                bin.seen(),
                                bin.low(),
                                bin.high(),
                                Texts.t("platform.chart.cases", bin.cases())))
                        .toList());
        return this;
    }

    @Override
    public Chart clear() {
        super.clear();
        honest();
        return this;
    }

    private void honest() {
        series(
                "",
                "guide",
                "text-secondary",
                List.<Map<String, Object>>of(
                        point(0, 0, Double.NaN, Double.NaN, ""), point(top, top, Double.NaN, Double.NaN, "")));
    }
}
