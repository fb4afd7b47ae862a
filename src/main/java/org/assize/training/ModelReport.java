package org.assize.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a model's recipe did on later days that it had not seen, and beside it the champion of that time on the same rows.
 * Intervals are 95 % from whole days drawn with replacement; under five days there are none.
 *
 * @param capacity reviews a day that {@code precisionAtCapacity} speaks of
 * @param difference this model minus the champion, each draw of days taken for both
 * @param unknownOnly the same figures where buyers (or sellers) known as defrauded (fraudulent) before the day are left
 *     out: who finds them again has found nothing. As the Fraud Detection Handbook's protocol has it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelReport(
        Instant testFrom,
        Instant testUntil,
        int capacity,
        Side challenger,
        @Nullable Side champion,
        @Nullable Map<String, Figure> difference,
        @Nullable Unknown unknownOnly) {

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

    /**
     * One of the two.
     *
     * @param refitted whether this is the recipe of that model, fitted anew on what was known before the test, because the
     *     model itself has learnt from the test days
     * @param calibration empty where scores are no probabilities
     */
    public record Side(
            String version,
            boolean refitted,
            int rows,
            int frauds,
            int days,
            Map<String, Figure> figures,
            List<Day> perDay,
            List<Bin> calibration,
            List<Step> thresholds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Unknown(
            int rows,
            int frauds,
            Map<String, Figure> challenger,
            @Nullable Map<String, Figure> champion,
            @Nullable Map<String, Figure> difference) {}

    /**
     * What one scorer made of the test rows.
     *
     * @param probability whether its scores are probabilities, so that it can be asked how honest they are
     */
    record Scored(String version, boolean refitted, boolean probability, double[] scores) {}

    private static final int DRAWS = 1000;
    private static final double LEVEL = 0.95;
    private static final int BINS = 10;
    private static final int[] FLAGS_PER_DAY = {10, 20, 50, 100, 200, 500, 1000, 2000};
    private static final String CARD_PRECISION = "cardPrecisionAt100";

    private static Map<String, Metric> metrics(int capacity, long seed, boolean probability) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("auc", new Metric.Auc());
        metrics.put("averagePrecision", new Metric.AveragePrecision());
        metrics.put("precisionAtCapacity", new Metric.PrecisionAt(capacity));
        metrics.put("recallAtCapacity", new Metric.RecallAt(capacity));
        metrics.put(CARD_PRECISION, new Metric.CardPrecisionAt(100, seed));
        metrics.put("recallAt1PercentFalsePositives", new Metric.RecallAtFalsePositiveRate(0.01));
        if (probability) {
            metrics.put("brier", new Metric.Brier());
        }
        return metrics;
    }

    private static Map<String, Metric> ranking(long seed) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("auc", new Metric.Auc());
        metrics.put("averagePrecision", new Metric.AveragePrecision());
        metrics.put(CARD_PRECISION, new Metric.CardPrecisionAt(100, seed));
        return metrics;
    }

    static ModelReport of(
            Stretch tested, int capacity, long seed, Scored challenger, @Nullable Scored champion, TestRows rows) {
        Evaluation own = rows.evaluation(challenger.scores());
        Side side = side(challenger, own, capacity, seed);
        TestRows.Subset unknown = rows.unknown();
        Evaluation ownUnknown = unknown.evaluation(challenger.scores());
        if (champion == null) {
            return new ModelReport(
                    tested.from(),
                    tested.until(),
                    capacity,
                    side,
                    null,
                    null,
                    new Unknown(
                            ownUnknown.rows(),
                            ownUnknown.frauds(),
                            figures(ownUnknown, ranking(seed), seed),
                            null,
                            null));
        }
        Evaluation before = rows.evaluation(champion.scores());
        Evaluation beforeUnknown = unknown.evaluation(champion.scores());
        boolean probabilities = challenger.probability() && champion.probability();
        return new ModelReport(
                tested.from(),
                tested.until(),
                capacity,
                side,
                side(champion, before, capacity, seed),
                differences(before, own, metrics(capacity, seed, probabilities), seed),
                new Unknown(
                        ownUnknown.rows(),
                        ownUnknown.frauds(),
                        figures(ownUnknown, ranking(seed), seed),
                        figures(beforeUnknown, ranking(seed), seed),
                        differences(beforeUnknown, ownUnknown, ranking(seed), seed)));
    }

    /** The same, of a model that has its name by now. */
    ModelReport named(String version) {
        Side side = new Side(
                version,
                challenger.refitted(),
                challenger.rows(),
                challenger.frauds(),
                challenger.days(),
                challenger.figures(),
                challenger.perDay(),
                challenger.calibration(),
                challenger.thresholds());
        return new ModelReport(testFrom, testUntil, capacity, side, champion, difference, unknownOnly);
    }

    private static Side side(Scored scored, Evaluation evaluation, int capacity, long seed) {
        double[] perDay = evaluation.perDay(new Metric.PrecisionAt(capacity));
        int[] numbers = evaluation.dayNumbers();
        List<Day> days = IntStream.range(0, perDay.length)
                .mapToObj(day -> new Day(LocalDate.ofEpochDay(numbers[day]), finite(perDay[day])))
                .toList();
        List<Bin> bins = scored.probability()
                ? evaluation.calibration(BINS).stream()
                        .map(bin -> new Bin(bin.meanScore(), bin.fraudShare(), bin.rows()))
                        .toList()
                : List.of();
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
                scored.version(),
                scored.refitted(),
                evaluation.rows(),
                evaluation.frauds(),
                evaluation.days(),
                figures(evaluation, metrics(capacity, seed, scored.probability()), seed),
                days,
                bins,
                List.copyOf(steps.values()));
    }

    private static Map<String, Figure> figures(Evaluation evaluation, Map<String, Metric> metrics, long seed) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        metrics.forEach(
                (name, metric) -> figures.put(name, Figure.of(evaluation.estimate(metric, DRAWS, LEVEL, seed))));
        return figures;
    }

    private static Map<String, Figure> differences(
            Evaluation champion, Evaluation challenger, Map<String, Metric> metrics, long seed) {
        Map<String, Figure> differences = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> differences.put(
                name, Figure.of(Evaluation.difference(champion, challenger, metric, DRAWS, LEVEL, seed))));
        return differences;
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
