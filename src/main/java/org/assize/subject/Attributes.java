package org.assize.subject;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a marketplace sends beyond the fixed fields, by declared type. Categorical, numeric and instant attributes become
 * model features by themselves; texts are only shown. Keys are sorted, so that equal attributes have equal encodings.
 */
public record Attributes(
        SortedMap<String, String> categorical,
        SortedMap<String, Double> numeric,
        SortedMap<String, Instant> instants,
        SortedMap<String, String> texts) {

    public static final Attributes NONE = new Attributes(Map.of(), Map.of(), Map.of(), Map.of());

    public Attributes {
        categorical = Collections.unmodifiableSortedMap(new TreeMap<>(categorical));
        numeric = Collections.unmodifiableSortedMap(new TreeMap<>(numeric));
        instants = Collections.unmodifiableSortedMap(new TreeMap<>(instants));
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public Attributes(
            Map<String, String> categorical,
            Map<String, Double> numeric,
            Map<String, Instant> instants,
            Map<String, String> texts) {
        this(new TreeMap<>(categorical), new TreeMap<>(numeric), new TreeMap<>(instants), new TreeMap<>(texts));
    }

    public boolean isEmpty() {
        return categorical.isEmpty() && numeric.isEmpty() && instants.isEmpty() && texts.isEmpty();
    }
}
