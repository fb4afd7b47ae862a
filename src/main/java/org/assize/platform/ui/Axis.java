package org.assize.platform.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side of a chart: what it measures, in which form it is written.
 *
 * @param name what is measured, with its unit
 * @param decimals at most so many
 * @param min where it begins; null leaves it to the data
 */
public record Axis(
        Kind kind,
        String name,
        int decimals,
        @Nullable Double min,
        @Nullable Double max) {

    public enum Kind {
        TIME("time", "time"),
        NUMBER("value", "number"),
        /** A share between 0 and 1, written as per cent. */
        PERCENT("value", "percent"),
        CATEGORY("category", "text");

        private final String type;
        private final String format;

        Kind(String type, String format) {
            this.type = type;
            this.format = format;
        }
    }

    public static Axis time(String name) {
        return new Axis(Kind.TIME, name, 0, null, null);
    }

    public static Axis number(String name, int decimals) {
        return new Axis(Kind.NUMBER, name, decimals, null, null);
    }

    public static Axis percent(String name) {
        return new Axis(Kind.PERCENT, name, 1, null, null);
    }

    public static Axis category(String name) {
        return new Axis(Kind.CATEGORY, name, 0, null, null);
    }

    public Axis between(double from, double to) {
        return new Axis(kind, name, decimals, from, to);
    }

    Map<String, Object> described() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("type", kind.type);
        description.put("format", kind.format);
        description.put("name", name);
        description.put("decimals", decimals);
        if (min != null) {
            description.put("min", min);
        }
        if (max != null) {
            description.put("max", max);
        }
        return description;
    }
}
