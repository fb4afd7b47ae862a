package org.assize.workbench.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, for people as a table and for programs as JSON. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Machine machine;
    private final long seed;
    private final List<Told> all = new ArrayList<>();

    Report(Machine machine, long seed) {
        this.machine = machine;
        this.seed = seed;
    }

    /** @param trouble why there are no figures; null when there are */
    record Told(
            Scenario scenario,
            Map<String, Long> sizes,
            double seconds,
            List<Figure> figures,
            @Nullable String trouble) {

        boolean failed() {
            return trouble != null || figures.stream().anyMatch(Figure::failed);
        }
    }

    void add(Told told) {
        all.add(told);
    }

    /** Ratio or figure first, then the floor, the target, and whether it was met. */
    String text(Told told) {
        StringBuilder sizes = new StringBuilder();
        told.sizes().forEach((flag, size) -> sizes.append("  %s %,d".formatted(flag, size)));
        StringBuilder text =
                new StringBuilder("%n%s%s  (%.0f s)%n".formatted(told.scenario().name(), sizes, told.seconds()));
        if (told.trouble() != null) {
            text.append("  not measured: ").append(told.trouble()).append('\n');
        }
        for (Figure figure : told.figures()) {
            Double ratio = figure.ratio();
            Double floor = figure.floor();
            String value = number(figure.value()) + (figure.unit().isEmpty() ? "" : " " + figure.unit());
            Boolean met = figure.met();
            text.append("  %16s  %-52s %-26s %-14s %s%n"
                    .formatted(
                            ratio == null ? value : "%.2f x".formatted(ratio),
                            figure.what(),
                            floor == null ? "no floor" : value + " / " + number(floor),
                            target(figure),
                            met == null ? "" : met ? "met" : "missed")
                    .replaceAll("\\s+\n$", "\n"));
        }
        return text.toString().stripTrailing();
    }

    private static String target(Figure figure) {
        Figure.Target target = figure.target();
        return target == null
                ? ""
                : (target.atMost() ? "<= " : ">= ")
                        + number(target.bound())
                        + (target.of() == Figure.Of.RATIO ? " x" : "");
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "-"
                : value == Math.rint(value) || Math.abs(value) >= 100
                        ? String.format(Locale.ROOT, "%,.0f", value)
                        : String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.1f", value);
    }

    String footer() {
        return "%n%d cores, load %.1f before, a flush takes %.2f ms; Java %s, %s; seed %d"
                .formatted(
                        machine.cores(), machine.load(), machine.flushMillis(), machine.java(), machine.system(), seed);
    }

    String json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(machine));
        root.put("seed", seed);
        ArrayNode scenarios = root.putArray("scenarios");
        for (Told told : all) {
            ObjectNode one = scenarios.addObject();
            one.put("name", told.scenario().name());
            one.put("does", told.scenario().does());
            one.set("sizes", JSON.valueToTree(told.sizes()));
            one.put("seconds", told.seconds());
            one.put("trouble", told.trouble());
            ArrayNode figures = one.putArray("figures");
            for (Figure figure : told.figures()) {
                ObjectNode each = figures.addObject();
                each.put("what", figure.what());
                each.put("value", figure.value());
                each.put("unit", figure.unit());
                each.put("floor", figure.floor());
                each.put("ratio", figure.ratio());
                each.put("target", figure.target() == null ? null : target(figure));
                each.put("met", figure.met());
            }
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain numbers and texts became no JSON", e);
        }
    }
}
