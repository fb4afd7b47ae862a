package org.assize.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.TreeMap;

/**
 * How attributes lie in their {@code jsonb} column: one object a type ({@code c}ategorical, {@code n}umeric, {@code i}nstant,
 * {@code t}ext), left out where empty, so that the type is kept with the value.
 */
public final class AttributesJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AttributesJson() {}

    public static String write(Attributes attributes) {
        if (attributes.isEmpty()) {
            return "{}";
        }
        ObjectNode all = JSON.createObjectNode();
        attributes.categorical().forEach((name, value) -> all.withObject("/c").put(name, value));
        attributes.instants().forEach((name, value) -> all.withObject("/i").put(name, value.toString()));
        attributes.numeric().forEach((name, value) -> all.withObject("/n").put(name, value));
        attributes.texts().forEach((name, value) -> all.withObject("/t").put(name, value));
        return all.toString();
    }

    /** @throws IllegalStateException when the column holds anything else than {@link #write} made */
    public static Attributes read(String json) {
        if (json.equals("{}")) {
            return Attributes.NONE;
        }
        try {
            JsonNode all = JSON.readTree(json);
            var categorical = new TreeMap<String, String>();
            var numeric = new TreeMap<String, Double>();
            var instants = new TreeMap<String, Instant>();
            var texts = new TreeMap<String, String>();
            all.path("c")
                    .properties()
                    .forEach(e -> categorical.put(e.getKey(), e.getValue().textValue()));
            all.path("n")
                    .properties()
                    .forEach(e -> numeric.put(e.getKey(), e.getValue().doubleValue()));
            all.path("i")
                    .properties()
                    .forEach(e ->
                            instants.put(e.getKey(), Instant.parse(e.getValue().textValue())));
            all.path("t")
                    .properties()
                    .forEach(e -> texts.put(e.getKey(), e.getValue().textValue()));
            return new Attributes(categorical, numeric, instants, texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes column does not hold JSON", e);
        }
    }
}
