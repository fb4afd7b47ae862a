package org.assize.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.assize.casework.Routing;
import org.jspecify.annotations.Nullable;

/** A new case that meets all the conditions goes to this queue, unless a rule before took it. */
public record RoutingRule(String name, Conditions when, String queue) {

    /** What a program leaves out is nothing. */
    public RoutingRule {
        name = Objects.requireNonNullElse(name, "");
        when = Objects.requireNonNullElse(when, Conditions.ALWAYS);
        queue = Objects.requireNonNullElse(queue, "");
    }

    boolean takes(Routing.Arrival arrival) {
        return when.meets(arrival);
    }

    /**
     * All of these; a list is met by any of its values, whatever their case, and an empty one by everybody.
     *
     * @param subjectKind {@code order} or {@code seller}
     * @param origins of the flag that opens the case
     * @param algorithms of the model that flagged it: {@code boosting}, {@code forest}, {@code isolation}; what people and rules
     *     flagged without a score meets none
     * @param countries of a seller; of an order, where it goes
     * @param fromEuro value at risk at least, {@code belowEuro} less than, as {@link Worth} sees it
     * @param fromScore 0 to 1, and {@code fromPercentile} likewise: whoever was not scored does not meet them
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Conditions(
            @Nullable String subjectKind,
            List<String> origins,
            List<String> markets,
            List<String> categories,
            List<String> countries,
            List<String> algorithms,
            @Nullable Integer fromEuro,
            @Nullable Integer belowEuro,
            @Nullable Double fromScore,
            @Nullable Double fromPercentile) {

        public static final Conditions ALWAYS =
                new Conditions(null, List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null, null);

        public Conditions {
            origins = given(origins);
            markets = given(markets);
            categories = given(categories);
            countries = given(countries);
            algorithms = given(algorithms);
        }

        boolean meets(Routing.Arrival arrival) {
            return (subjectKind == null || subjectKind.equals(arrival.subjectKind()))
                    && one(origins, arrival.origin())
                    && one(markets, arrival.market())
                    && one(categories, arrival.category())
                    && one(countries, arrival.country())
                    && one(algorithms, arrival.algorithm())
                    && (fromEuro == null || Worth.inEuro(arrival.valueAtRisk()) >= fromEuro)
                    && (belowEuro == null || Worth.inEuro(arrival.valueAtRisk()) < belowEuro)
                    && atLeast(fromScore, arrival.score())
                    && atLeast(fromPercentile, arrival.percentile());
        }

        /** Whether every subject of its kind meets them. */
        boolean all() {
            return equals(new Conditions(
                    subjectKind, List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null, null));
        }

        private static boolean one(List<String> wanted, @Nullable String value) {
            return wanted.isEmpty() || value != null && wanted.stream().anyMatch(value::equalsIgnoreCase);
        }

        private static boolean atLeast(@Nullable Double least, @Nullable Double value) {
            return least == null || value != null && value >= least;
        }

        private static List<String> given(@Nullable List<String> values) {
            return values == null
                    ? List.of()
                    : values.stream()
                            .filter(Objects::nonNull)
                            .map(String::strip)
                            .filter(value -> !value.isEmpty())
                            .distinct()
                            .toList();
        }
    }
}
