package org.assize.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How well scores found fraud, day by day and over all days. Immutable.
 *
 * <p>Equal scores are never ordered by luck of their place: areas average over them, tops of a list are expectations under
 * random order. A score that is not finite ranks below every other, since such a subject would never have been flagged,
 * and is counted. A figure without a meaning (no fraud, say) is NaN.
 */
public final class Evaluation {
    private final double[] score;
    private final boolean[] fraud;
    private final int[] unit;
    private final int[] day;
    private final int[] dayNumbers;
    private final int days;
    private final int frauds;
    private final int notFinite;
    /** Rows by falling score; a group of equal scores ends where {@link #groupEnds} says. */
    private final int[] order;

    private final int[] groupEnds;
    private final int[][] rowsOfDay;

    private Evaluation(double[] score, boolean[] fraud, int[] day, int[] unit) {
        int n = score.length;
        if (fraud.length != n || day.length != n || unit.length != n) {
            throw new IllegalArgumentException("scores, frauds, days and units of different lengths: " + n + ", "
                    + fraud.length + ", " + day.length + ", " + unit.length);
        }
        this.score = Arrays.stream(score)
                .map(s -> Double.isFinite(s) ? s + 0.0 : Double.NEGATIVE_INFINITY)
                .toArray();
        this.fraud = fraud.clone();
        this.unit = numbered(unit);
        this.day = numbered(day);
        dayNumbers = Arrays.stream(day).distinct().sorted().toArray();
        days = Arrays.stream(this.day).max().orElse(-1) + 1;
        frauds = (int) IntStream.range(0, n).filter(i -> fraud[i]).count();
        notFinite = (int) Arrays.stream(score).filter(s -> !Double.isFinite(s)).count();
        order = byFallingScore(IntStream.range(0, n).toArray());
        groupEnds = groupEnds(order);
        int[] sizes = new int[days];
        Arrays.stream(this.day).forEach(d -> sizes[d]++);
        rowsOfDay = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(sizes, 0);
        for (int i : order) {
            rowsOfDay[this.day[i]][sizes[this.day[i]]++] = i;
        }
    }

    /**
     * @param day any number per day; days are taken in their order
     * @param unit any number per card, seller or whatever is caught as a whole
     */
    public static Evaluation of(double[] score, boolean[] fraud, int[] day, int[] unit) {
        return new Evaluation(score, fraud, day, unit);
    }

    /** Every row is its own unit. */
    public static Evaluation of(double[] score, boolean[] fraud, int[] day) {
        return of(score, fraud, day, IntStream.range(0, score.length).toArray());
    }

    /** On one day. */
    public static Evaluation of(double[] score, boolean[] fraud) {
        return of(score, fraud, new int[score.length]);
    }

    public int rows() {
        return score.length;
    }

    public int frauds() {
        return frauds;
    }

    public int days() {
        return days;
    }

    /** The numbers by which the days were given, rising; {@link #perDay} has a figure for each. */
    public int[] dayNumbers() {
        return dayNumbers.clone();
    }

    /** Rows whose score is no finite number; a model with any is not fit for use. */
    public int notFinite() {
        return notFinite;
    }

    /** The metric over all days. */
    public double measure(Metric metric) {
        double[] once = new double[days];
        Arrays.fill(once, 1);
        return measure(metric, once);
    }

    /** The metric of each day by itself. */
    public double[] perDay(Metric metric) {
        return switch (metric) {
            case Metric.PrecisionAt(int k) -> precisionPerDay(k);
            case Metric.CardPrecisionAt(int k, long seed) -> cardPrecisionPerDay(k, seed);
            case Metric.RecallAt(int k) -> recallPerDay(k);
            case Metric.Auc _, Metric.AveragePrecision _, Metric.RecallAtFalsePositiveRate _, Metric.Brier _ ->
                IntStream.range(0, days)
                        .mapToDouble(d -> {
                            double[] only = new double[days];
                            only[d] = 1;
                            return measure(metric, only);
                        })
                        .toArray();
        };
    }

    /**
     * The metric with an interval from drawing whole days with replacement, because the rows of one day are not
     * independent (percentile bootstrap, Efron 1979), with the tails moved out for how few days there are (expanded
     * percentile interval, Hesterberg 2015). Under {@link Estimate#FEWEST} days there is none. Draws on which the metric
     * has no meaning are left out.
     *
     * @param level such as 0.95
     */
    public Estimate estimate(Metric metric, int draws, double level, long seed) {
        Resampled measured = resampled(metric);
        return Estimate.of(measure(metric), draws(draws, seed, measured), level, days);
    }

    /**
     * Challenger minus champion, each draw of days taken for both, so that what makes a day hard cancels.
     *
     * @throws IllegalArgumentException when the two did not score the same rows
     */
    public static Estimate difference(
            Evaluation champion, Evaluation challenger, Metric metric, int draws, double level, long seed) {
        if (!Arrays.equals(champion.fraud, challenger.fraud)
                || !Arrays.equals(champion.day, challenger.day)
                || !Arrays.equals(champion.unit, challenger.unit)) {
            throw new IllegalArgumentException("champion and challenger must have scored the same rows");
        }
        Resampled before = champion.resampled(metric);
        Resampled after = challenger.resampled(metric);
        double difference = challenger.measure(metric) - champion.measure(metric);
        return Estimate.of(
                difference, champion.draws(draws, seed, w -> after.of(w) - before.of(w)), level, champion.days);
    }

    /**
     * Lowest score that keeps the expected number of flags a day within the reviewers' capacity: {@code score >= threshold}
     * flags at most that many on average. Infinite when the top group of equal scores alone is too many.
     */
    public double thresholdFor(double reviewsPerDay) {
        double room = reviewsPerDay * days;
        double threshold = Double.POSITIVE_INFINITY;
        for (int end : groupEnds) {
            double s = score[order[end - 1]];
            if (end > room || s == Double.NEGATIVE_INFINITY) {
                break;
            }
            threshold = s;
        }
        return threshold;
    }

    /** What a threshold would do, with {@code score >= threshold} flagged. */
    public AtThreshold at(double threshold) {
        int flagged = 0;
        int caught = 0;
        for (int i : order) {
            if (!(score[i] >= threshold) || score[i] == Double.NEGATIVE_INFINITY) {
                break;
            }
            flagged++;
            caught += fraud[i] ? 1 : 0;
        }
        return new AtThreshold(threshold, (double) flagged / days, (double) caught / flagged, (double) caught / frauds);
    }

    /** @param flagsPerDay on average */
    public record AtThreshold(double threshold, double flagsPerDay, double precision, double recall) {}

    /**
     * Whether scores mean what they say: rows in bins of equal numbers by score, the mean score of each beside its share of
     * fraud. Equal scores stay in one bin, so there may be fewer; rows without a finite score are left out.
     */
    public List<CalibrationBin> calibration(int bins) {
        List<CalibrationBin> found = new ArrayList<>();
        int scored = rows() - notFinite;
        int from = 0;
        for (int end : groupEnds) {
            if (end > scored) {
                break;
            }
            if (end == scored || end >= (long) scored * (found.size() + 1) / bins) {
                int rows = end - from;
                double sum = 0;
                int caught = 0;
                for (int i = from; i < end; i++) {
                    sum += score[order[i]];
                    caught += fraud[order[i]] ? 1 : 0;
                }
                found.add(new CalibrationBin(
                        score[order[end - 1]], score[order[from]], rows, sum / rows, (double) caught / rows));
                from = end;
            }
        }
        return found.reversed();
    }

    /** @param low smallest score in it */
    public record CalibrationBin(double low, double high, int rows, double meanScore, double fraudShare) {}

    private double measure(Metric metric, double[] dayWeights) {
        return switch (metric) {
            case Metric.Auc _ -> auc(dayWeights);
            case Metric.AveragePrecision _ -> averagePrecision(dayWeights);
            case Metric.RecallAtFalsePositiveRate(double rate) -> recallAt(rate, dayWeights);
            case Metric.Brier _ -> brier(dayWeights);
            case Metric.PrecisionAt _, Metric.CardPrecisionAt _, Metric.RecallAt _ -> mean(perDay(metric), dayWeights);
        };
    }

    /** A metric as a function of how often each day counts. */
    private interface Resampled {
        double of(double[] dayWeights);
    }

    private Resampled resampled(Metric metric) {
        return switch (metric) {
            case Metric.PrecisionAt _, Metric.CardPrecisionAt _, Metric.RecallAt _ -> {
                double[] perDay = perDay(metric);
                yield weights -> mean(perDay, weights);
            }
            case Metric.Auc _, Metric.AveragePrecision _, Metric.RecallAtFalsePositiveRate _, Metric.Brier _ ->
                weights -> measure(metric, weights);
        };
    }

    private double[] draws(int draws, long seed, Resampled measured) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] found = new double[draws];
        for (int b = 0; b < draws; b++) {
            double[] weights = new double[days];
            for (int d = 0; d < days; d++) {
                weights[random.nextInt(days)]++;
            }
            found[b] = measured.of(weights);
        }
        return found;
    }

    /** Days without a meaning (NaN) don't count. */
    private static double mean(double[] perDay, double[] weights) {
        double sum = 0;
        double all = 0;
        for (int d = 0; d < perDay.length; d++) {
            if (weights[d] > 0 && !Double.isNaN(perDay[d])) {
                sum += weights[d] * perDay[d];
                all += weights[d];
            }
        }
        return sum / all;
    }

    /** Probability that a fraud scores above a legitimate row, half for a tie (Mann and Whitney 1947). */
    private double auc(double[] w) {
        double fraudsAbove = 0;
        double pairs = 0;
        double legitimate = 0;
        int from = 0;
        for (int end : groupEnds) {
            double f = 0;
            double l = 0;
            for (int i = from; i < end; i++) {
                if (fraud[order[i]]) {
                    f += w[day[order[i]]];
                } else {
                    l += w[day[order[i]]];
                }
            }
            pairs += l * (fraudsAbove + f / 2);
            fraudsAbove += f;
            legitimate += l;
            from = end;
        }
        return pairs / (fraudsAbove * legitimate);
    }

    /** Sum over the distinct scores of the recall gained times the precision down to there, as scikit-learn has it. */
    private double averagePrecision(double[] w) {
        double caught = 0;
        double seen = 0;
        double sum = 0;
        int from = 0;
        for (int end : groupEnds) {
            double f = 0;
            for (int i = from; i < end; i++) {
                double weight = w[day[order[i]]];
                seen += weight;
                f += fraud[order[i]] ? weight : 0;
            }
            caught += f;
            if (f > 0) {
                sum += f * caught / seen;
            }
            from = end;
        }
        return sum / caught;
    }

    /** Share of fraud found when that share of the legitimate rows is flagged, linear within a group of equal scores. */
    private double recallAt(double falsePositiveRate, double[] w) {
        double legitimate = 0;
        double all = 0;
        for (int i = 0; i < score.length; i++) {
            double weight = w[day[i]];
            legitimate += fraud[i] ? 0 : weight;
            all += fraud[i] ? weight : 0;
        }
        double room = falsePositiveRate * legitimate;
        double caught = 0;
        int from = 0;
        for (int end : groupEnds) {
            double f = 0;
            double l = 0;
            for (int i = from; i < end; i++) {
                if (fraud[order[i]]) {
                    f += w[day[order[i]]];
                } else {
                    l += w[day[order[i]]];
                }
            }
            if (l > room) {
                caught += f * room / l;
                break;
            }
            room -= l;
            caught += f;
            from = end;
        }
        return legitimate == 0 ? Double.NaN : caught / all;
    }

    /** Mean squared distance of the score from the truth (Brier 1950), of the rows with a finite score. */
    private double brier(double[] w) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < score.length; i++) {
            if (score[i] != Double.NEGATIVE_INFINITY) {
                double off = score[i] - (fraud[i] ? 1 : 0);
                sum += w[day[i]] * off * off;
                all += w[day[i]];
            }
        }
        return sum / all;
    }

    private double[] precisionPerDay(int k) {
        return Arrays.stream(rowsOfDay)
                .mapToDouble(rows -> caughtInTop(rows, k) / Math.min(k, rows.length))
                .toArray();
    }

    private double[] recallPerDay(int k) {
        return Arrays.stream(rowsOfDay)
                .mapToDouble(rows -> {
                    double there = Arrays.stream(rows).filter(i -> fraud[i]).count();
                    return caughtInTop(rows, k) / there;
                })
                .toArray();
    }

    /** Expected frauds among the k first rows, equal scores in random order. Rows come by falling score. */
    private double caughtInTop(int[] rows, int k) {
        double caught = 0;
        int from = 0;
        while (from < rows.length && from < k) {
            int end = groupEnd(rows, from);
            double f = 0;
            for (int i = from; i < end; i++) {
                f += fraud[rows[i]] ? 1 : 0;
            }
            caught += f * Math.min(1, (double) (k - from) / (end - from));
            from = end;
        }
        return caught;
    }

    /**
     * The Fraud Detection Handbook's card precision: each day the k units with the highest score of the day are looked at,
     * a unit is a hit when it has a fraud that day, and a hit is not looked at on later days. Divided by k as published,
     * even when fewer are left. Where the k-th place is tied, the day's figure is the expectation and a seeded draw says
     * which are taken as looked at.
     */
    private double[] cardPrecisionPerDay(int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] caught = new boolean[Arrays.stream(unit).max().orElse(-1) + 1];
        int[] seenOn = new int[caught.length];
        boolean[] guilty = new boolean[caught.length];
        double[] perDay = new double[days];
        for (int d = 0; d < days; d++) {
            int[] rows = rowsOfDay[d];
            Arrays.fill(guilty, false);
            // Rows come by falling score, so the first row of a unit carries its maximum.
            int[] first = new int[rows.length];
            int n = 0;
            for (int i : rows) {
                guilty[unit[i]] |= fraud[i];
                if (!caught[unit[i]] && seenOn[unit[i]] != d + 1) {
                    seenOn[unit[i]] = d + 1;
                    first[n++] = i;
                }
            }
            double hits = 0;
            for (int from = 0, end; from < n && from < k; from = end) {
                end = Math.min(groupEnd(first, from), n);
                int[] tied = Arrays.copyOfRange(first, from, end);
                double f = Arrays.stream(tied).filter(i -> guilty[unit[i]]).count();
                int taken = Math.min(tied.length, k - from);
                hits += f * taken / tied.length;
                if (taken < tied.length) {
                    shuffle(tied, random);
                }
                for (int i = 0; i < taken; i++) {
                    caught[unit[tied[i]]] |= guilty[unit[tied[i]]];
                }
            }
            perDay[d] = hits / k;
        }
        return perDay;
    }

    /** 0, 1, 2 .. in the order of the numbers given. */
    private static int[] numbered(int[] names) {
        int[] distinct = Arrays.stream(names).distinct().sorted().toArray();
        return Arrays.stream(names)
                .map(name -> Arrays.binarySearch(distinct, name))
                .toArray();
    }

    private static void shuffle(int[] of, SplittableRandom random) {
        for (int i = of.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = of[i];
            of[i] = of[j];
            of[j] = swap;
        }
    }

    private int groupEnd(int[] rows, int from) {
        int end = from + 1;
        while (end < rows.length && score[rows[end]] == score[rows[from]]) {
            end++;
        }
        return end;
    }

    private int[] byFallingScore(int[] rows) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -score[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[] groupEnds(int[] rows) {
        IntStream.Builder ends = IntStream.builder();
        for (int from = 0; from < rows.length; ) {
            from = groupEnd(rows, from);
            ends.add(from);
        }
        return ends.build().toArray();
    }
}
