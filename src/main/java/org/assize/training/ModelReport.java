package org.assize.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a model did on later days that it had not seen, and beside it the champion of that time on the same rows. Intervals
 * are 95 % from whole days drawn with replacement.
 *
 * @param capacity reviews a day that {@code precisionAtCapacity} speaks of
 * @param difference this model minus the champion, each draw of days taken for both
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelReport(
        Instant testFrom,
        Instant testUntil,
        int capacity,
        Side challenger,
        @Nullable Side champion,
        @Nullable Map<String, Figure> difference) {

    /** A figure with its interval; absent numbers have no meaning on these rows. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figure(
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high) {
        static Figure of(Estimate estimate) {
            return new Figure(finite(estimate.value()), finite(estimate.low()), finite(estimate.high()));
        }
    }

    public record Day(LocalDate day, @Nullable Double precisionAtCapacity) {}

    public record Bin(double meanScore, double fraudShare, int rows) {}

    /** What one threshold would mean. */
    public record Step(double threshold, double flagsPerDay, double precision, double recall) {}

    public record Side(
            String version,
            int rows,
            int frauds,
            int days,
            Map<String, Figure> figures,
            List<Day> perDay,
            List<Bin> calibration,
            List<Step> thresholds) {}

    private static final int DRAWS = 500;
    private static final double LEVEL = 0.95;
    private static final int BINS = 10;
    private static final int[] FLAGS_PER_DAY = {10, 20, 50, 100, 200, 500, 1000, 2000};

    private static Map<String, Metric> metrics(int capacity, long seed) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("auc", new Metric.Auc());
        metrics.put("averagePrecision", new Metric.AveragePrecision());
        metrics.put("precisionAtCapacity", new Metric.PrecisionAt(capacity));
        metrics.put("cardPrecisionAt100", new Metric.CardPrecisionAt(100, seed));
        metrics.put("recallAtCapacity", new Metric.RecallAt(capacity));
        metrics.put("recallAt1PercentFalsePositives", new Metric.RecallAtFalsePositiveRate(0.01));
        metrics.put("brier", new Metric.Brier());
        return metrics;
    }

    static Side side(String version, Evaluation evaluation, LocalDate firstDay, int capacity, long seed) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        metrics(capacity, seed)
                .forEach((name, metric) ->
                        figures.put(name, Figure.of(evaluation.estimate(metric, DRAWS, LEVEL, seed))));
        double[] perDay = evaluation.perDay(new Metric.PrecisionAt(capacity));
        List<Day> days = new ArrayList<>();
        for (int day = 0; day < perDay.length; day++) {
            days.add(new Day(firstDay.plusDays(day), finite(perDay[day])));
        }
        List<Bin> bins = evaluation.calibration(BINS).stream()
                .filter(bin -> bin.rows() > 0)
                .map(bin -> new Bin(bin.meanScore(), bin.fraudShare(), bin.rows()))
                .toList();
        // by threshold, so that two capacities that lead to the same one stand once
        Map<Double, Step> steps = new TreeMap<>();
        for (int flags : FLAGS_PER_DAY) {
            double threshold = evaluation.thresholdFor(flags);
            if (Double.isFinite(threshold)) {
                Evaluation.AtThreshold at = evaluation.at(threshold);
                steps.put(threshold, new Step(threshold, at.flagsPerDay(), at.precision(), at.recall()));
            }
        }
        return new Side(
                version,
                evaluation.rows(),
                evaluation.frauds(),
                evaluation.days(),
                figures,
                days,
                bins,
                List.copyOf(steps.values()));
    }

    static Map<String, Figure> difference(Evaluation champion, Evaluation challenger, int capacity, long seed) {
        Map<String, Figure> differences = new LinkedHashMap<>();
        metrics(capacity, seed)
                .forEach((name, metric) -> differences.put(
                        name, Figure.of(Evaluation.difference(champion, challenger, metric, DRAWS, LEVEL, seed))));
        return differences;
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
