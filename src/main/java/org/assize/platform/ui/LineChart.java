package org.assize.platform.ui;

import java.time.Instant;
import java.util.List;

/** Values over time or over a number, each line with an optional band for its interval. */
public final class LineChart extends Chart {

    /** A value with its interval; NaN where there is none. */
    public record Point(Object x, double y, double low, double high) {

        public static Point at(Instant when, double y) {
            return new Point(when.toEpochMilli(), y, Double.NaN, Double.NaN);
        }

        public static Point at(Instant when, double y, double low, double high) {
            return new Point(when.toEpochMilli(), y, low, high);
        }

        public static Point at(double x, double y) {
            return new Point(x, y, Double.NaN, Double.NaN);
        }

        public static Point at(double x, double y, double low, double high) {
            return new Point(x, y, low, high);
        }
    }

    public LineChart(String label, Axis x, Axis y) {
        super(label, x, y);
    }

    /** Points in the order of x; those without a finite value are left out. */
    public LineChart line(String name, List<Point> points) {
        series(
                name,
                "line",
                null,
                points.stream()
                        .filter(point -> Double.isFinite(point.y()))
                        .map(point -> point(point.x(), point.y(), point.low(), point.high(), ""))
                        .toList());
        return this;
    }

    /** An upright line where something happened: a promotion, a threshold. */
    public LineChart markX(double x, String label) {
        mark("x", x, label);
        return this;
    }

    public LineChart markX(Instant when, String label) {
        mark("x", when.toEpochMilli(), label);
        return this;
    }

    /** A level line: a target, a capacity. */
    public LineChart markY(double y, String label) {
        mark("y", y, label);
        return this;
    }
}
