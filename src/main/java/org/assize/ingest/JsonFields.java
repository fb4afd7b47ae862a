package org.assize.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.assize.subject.AttributeType;
import org.assize.subject.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on its way to a record: the fields of the feed under their names, and what goes beyond them under
 * {@code attributes}. A number is a numeric attribute and a text a categorical one, unless declared otherwise. Amounts may
 * be written as numbers: they are read as the digits that stand there, never as a double.
 */
final class JsonFields extends Fields {

    /** Characters of one object; a record of the contract has a few hundred. */
    static final int LONGEST = 1 << 18;

    private static final int MOST_ATTRIBUTES = 500;
    private static final int LONGEST_EXPONENT = 30;
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);
    private static final String ATTRIBUTES = "attributes";

    private final ObjectNode object;
    private final Map<String, AttributeType> declared;

    private JsonFields(ObjectNode object, Map<String, AttributeType> declared) {
        super(InstantForm.iso(ZoneOffset.UTC));
        this.object = object;
        this.declared = declared;
    }

    /**
     * Reads one object.
     *
     * @param line for the reject, if it comes to one
     * @param declared attributes by name, as mappings have declared them
     */
    static <T> Row<T> read(Feed feed, RecordForm<T> form, long line, String json, Map<String, AttributeType> declared) {
        try {
            if (json.length() > LONGEST) {
                throw new Refusal(null, json, Reason.TOO_LONG, LONGEST);
            }
            if (!(tree(json) instanceof ObjectNode object)) {
                throw new Refusal(null, json, Reason.NOT_AN_OBJECT);
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                Target target = Target.ofColumn(field.getKey());
                boolean known = target != null && feed.has(target)
                        || feed.takesAttributes() && field.getKey().equals(ATTRIBUTES);
                if (!known) {
                    throw new Refusal(field.getKey(), null, Reason.UNKNOWN_FIELD);
                }
            }
            return new Row.Read<>(line, form.of(new JsonFields(object, declared)));
        } catch (Refusal refusal) {
            return new Row.Refused<>(refusal.at(line));
        } catch (JsonProcessingException e) {
            return new Row.Refused<>(new Reject(line, null, json, complaint(e)));
        }
    }

    /** Of an exponent of eleven digits the parser says by another exception that it is too long. */
    private static JsonNode tree(String json) throws JsonProcessingException {
        try {
            return JSON.readTree(json);
        } catch (NumberFormatException e) {
            throw new StreamConstraintsException(e.getMessage());
        }
    }

    /** In our words: the parser's own name its classes and settings. */
    private static Complaint complaint(JsonProcessingException e) {
        return switch (e) {
            case StreamConstraintsException _ -> Complaint.of(Reason.JSON_UNBOUNDED);
            case MismatchedInputException _ -> Complaint.of(Reason.JSON_GOES_ON);
            // the parser tells this from other faults by its words only
            case JsonProcessingException _
            when e.getOriginalMessage().startsWith("Duplicate field") ->
                Complaint.of(Reason.JSON_NAMES_TWICE, position(e));
            case JsonProcessingException _ -> Complaint.of(Reason.NOT_JSON, position(e));
        };
    }

    /** The character at which reading ended, counted from 1; 0 when nobody knows. */
    static long position(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getCharOffset() + 1;
    }

    @Override
    @Nullable
    String raw(Target target) {
        JsonNode node = object.get(target.column());
        return node == null ? null : text(target.column(), node);
    }

    private static @Nullable String text(String name, JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case STRING -> node.textValue().isEmpty() ? null : node.textValue();
            case NUMBER -> node.isIntegralNumber() ? node.asText() : plain(node.decimalValue());
            case ARRAY, BINARY, BOOLEAN, OBJECT, POJO ->
                throw new Refusal(name, node.toString(), Reason.NOT_TEXT, kind(node));
        };
    }

    /** An amount may be written 2e1; what is too large to be an amount keeps its exponent, by which it is refused. */
    private static String plain(BigDecimal number) {
        return number.scale() < 0 && number.scale() > -LONGEST_EXPONENT ? number.toPlainString() : number.toString();
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    @Override
    String columnOf(Target target) {
        return target.column();
    }

    @Override
    Attributes attributes() {
        JsonNode given = object.get(ATTRIBUTES);
        if (given == null || given.isNull()) {
            return Attributes.NONE;
        }
        if (!given.isObject()) {
            throw new Refusal(ATTRIBUTES, given.toString(), Reason.NOT_TEXT, kind(given));
        }
        if (given.size() > MOST_ATTRIBUTES) {
            throw new Refusal(ATTRIBUTES, null, Reason.TOO_MANY_ATTRIBUTES, MOST_ATTRIBUTES);
        }
        var gatherer = new AttributeGatherer();
        for (Map.Entry<String, JsonNode> attribute : given.properties()) {
            String name = clean(ATTRIBUTES, attribute.getKey(), LONGEST_ID, false);
            if (name.isBlank()) {
                throw new Refusal(ATTRIBUTES, null, Reason.ATTRIBUTE_NAMELESS);
            }
            String value = text(name, attribute.getValue());
            if (value != null) {
                gatherer.add(name, type(name, attribute.getValue()), value, instants());
            }
        }
        return gatherer.gathered();
    }

    private AttributeType type(String name, JsonNode value) {
        AttributeType type = declared.get(name);
        if (type == null) {
            return value.isNumber() ? AttributeType.NUMERIC : AttributeType.CATEGORICAL;
        }
        if (value.isNumber() != (type == AttributeType.NUMERIC)) {
            throw new Refusal(
                    name, value.asText(), Reason.ATTRIBUTE_TYPE, type.name().toLowerCase(Locale.ROOT));
        }
        return type;
    }
}
