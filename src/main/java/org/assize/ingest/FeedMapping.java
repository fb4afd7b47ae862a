package org.assize.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assize.subject.AttributeType;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file feeds which field of a feed. Read strictly from JSON: a key that is not known is an error, as a
 * misspelled one would otherwise be a column silently lost.
 *
 * @param columns field to column; empty when the file's columns already have the names of the contract
 * @param constants field to one value for every row
 * @param zone of times written without one; of two readings of an hour that is repeated, the earlier
 * @param dateTimeFormat of {@link java.time.format.DateTimeFormatter}; null for the ISO-8601 forms
 * @param attributes column to the type of the attribute it becomes, under the column's own name
 * @param ignore columns that are left out knowingly; one that is absent does no harm
 * @param where column to the text it must hold, all of them, for a row to be read at all
 * @param offsets instant field to what is added to it
 * @param values field to a translation of the values in the file; others stay as they are
 */
public record FeedMapping(
        Feed feed,
        Map<Target, String> columns,
        Map<Target, String> constants,
        ZoneId zone,
        @Nullable String dateTimeFormat,
        Map<String, AttributeType> attributes,
        Set<String> ignore,
        Map<String, String> where,
        Map<Target, Duration> offsets,
        Map<Target, Map<String, String>> values) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern OFFSET = Pattern.compile("([0-9]{1,6})([dhms])");

    private static final List<String> KEYS = List.of(
            "columns", "constants", "timeZone", "dateTimeFormat", "attributes", "ignore", "where", "offsets", "values");

    /** What became of reading a mapping. */
    public sealed interface Reading {}

    public record Understood(FeedMapping mapping) implements Reading {}

    public record NotUnderstood(List<Complaint> complaints) implements Reading {}

    public FeedMapping {
        columns = inFieldOrder(columns);
        constants = inFieldOrder(constants);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        ignore = Collections.unmodifiableSet(new LinkedHashSet<>(ignore));
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        offsets = inFieldOrder(offsets);
        values = inFieldOrder(values);
    }

    private static <V> Map<Target, V> inFieldOrder(Map<Target, V> given) {
        var ordered = new EnumMap<Target, V>(Target.class);
        ordered.putAll(given);
        return Collections.unmodifiableMap(ordered);
    }

    /** For files whose columns have the names of the contract, and no others. */
    public static FeedMapping identity(Feed feed) {
        return new FeedMapping(
                feed, Map.of(), Map.of(), ZoneOffset.UTC, null, Map.of(), Set.of(), Map.of(), Map.of(), Map.of());
    }

    /** Reads a mapping for a feed and names everything that is wrong with it at once. */
    public static Reading read(Feed feed, String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return new NotUnderstood(List.of(Complaint.of(Reason.MAPPING_NOT_JSON, JsonFields.position(e))));
        }
        if (!(node instanceof ObjectNode root)) {
            return new NotUnderstood(List.of(Complaint.of(Reason.MAPPING_NOT_JSON, 1)));
        }
        List<String> broken = new ArrayList<>();
        root.properties().forEach(key -> {
            if (!isText(key.getKey()) || !holdsTexts(key.getValue())) {
                broken.add(key.getKey());
            }
        });
        return broken.isEmpty()
                ? new Reader(feed, root).read()
                : new NotUnderstood(List.of(Complaint.of(Reason.MAPPING_NOT_TEXT, String.join(", ", broken))));
    }

    /** The database keeps no other texts, and no column and no field has one. */
    private static boolean holdsTexts(JsonNode node) {
        return (!node.isTextual() || isText(node.textValue()))
                && node.properties().stream().allMatch(each -> isText(each.getKey()))
                && node.valueStream().allMatch(FeedMapping::holdsTexts);
    }

    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** The mapping as {@link #read} takes it. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        putTargets(root, "columns", columns);
        putTargets(root, "constants", constants);
        root.put("timeZone", zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
        if (dateTimeFormat != null) {
            root.put("dateTimeFormat", dateTimeFormat);
        }
        if (!attributes.isEmpty()) {
            ObjectNode types = root.putObject("attributes");
            attributes.forEach((column, type) -> types.put(column, type.name().toLowerCase(Locale.ROOT)));
        }
        if (!ignore.isEmpty()) {
            ignore.forEach(root.putArray("ignore")::add);
        }
        if (!where.isEmpty()) {
            where.forEach(root.putObject("where")::put);
        }
        if (!offsets.isEmpty()) {
            ObjectNode added = root.putObject("offsets");
            offsets.forEach((target, offset) -> added.put(target.column(), written(offset)));
        }
        if (!values.isEmpty()) {
            ObjectNode translations = root.putObject("values");
            values.forEach((target, values) -> values.forEach(translations.putObject(target.column())::put));
        }
        return root.toPrettyString();
    }

    /** Reads an offset such as {@code 7d}, {@code 12h}, {@code 30m} or {@code 10s}; null when it is none. */
    public static @Nullable Duration offset(String text) {
        Matcher written = OFFSET.matcher(text);
        if (!written.matches()) {
            return null;
        }
        long amount = Long.parseLong(written.group(1));
        return switch (written.group(2).charAt(0)) {
            case 'd' -> Duration.ofDays(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** The offset as {@link #offset(String)} reads it, in the largest unit that is exact. */
    public static String written(Duration offset) {
        long seconds = offset.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static void putTargets(ObjectNode root, String key, Map<Target, String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode node = root.putObject(key);
            texts.forEach((target, text) -> node.put(target.column(), text));
        }
    }

    /** Collects the complaints of one reading. */
    private static final class Reader {

        private final Feed feed;
        private final ObjectNode root;
        private final List<Complaint> complaints = new ArrayList<>();

        Reader(Feed feed, ObjectNode root) {
            this.feed = feed;
            this.root = root;
        }

        Reading read() {
            var unknown = new ArrayList<String>();
            root.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    unknown.add(key);
                }
            });
            if (!unknown.isEmpty()) {
                complaints.add(Complaint.of(Reason.MAPPING_UNKNOWN_KEY, String.join(", ", unknown)));
            }
            var columns = new EnumMap<Target, String>(Target.class);
            targets("columns", (target, node) -> put(columns, "columns." + target.column(), target, node));
            var constants = new EnumMap<Target, String>(Target.class);
            targets("constants", (target, node) -> put(constants, "constants." + target.column(), target, node));
            var attributes = new LinkedHashMap<String, AttributeType>();
            object("attributes", (column, node) -> {
                AttributeType type = type(node);
                if (type == null) {
                    wrongType("attributes." + column, "categorical, numeric, instant or text");
                } else {
                    attributes.put(column, type);
                }
            });
            var where = new LinkedHashMap<String, String>();
            object("where", (column, node) -> put(where, "where." + column, column, node));
            var offsets = new EnumMap<Target, Duration>(Target.class);
            targets("offsets", (target, node) -> offset(offsets, target, node));
            var values = new EnumMap<Target, Map<String, String>>(Target.class);
            targets("values", (target, node) -> {
                var translation = new LinkedHashMap<String, String>();
                if (node.isObject()) {
                    node.properties()
                            .forEach(e -> put(
                                    translation,
                                    "values." + target.column() + "." + e.getKey(),
                                    e.getKey(),
                                    e.getValue()));
                } else {
                    wrongType("values." + target.column(), "an object of texts");
                }
                values.put(target, translation);
            });
            var mapping = new FeedMapping(
                    feed, columns, constants, zone(), format(), attributes, ignore(), where, offsets, values);
            contradictions(mapping);
            return complaints.isEmpty() ? new Understood(mapping) : new NotUnderstood(List.copyOf(complaints));
        }

        private void contradictions(FeedMapping mapping) {
            var twice = mapping.columns.keySet().stream()
                    .filter(mapping.constants::containsKey)
                    .map(Target::column)
                    .toList();
            if (!twice.isEmpty()) {
                complaints.add(Complaint.of(Reason.MAPPING_TWICE, String.join(", ", twice)));
            }
            var used = mapping.ignore.stream()
                    .filter(column -> mapping.columns.containsValue(column) || mapping.attributes.containsKey(column))
                    .toList();
            if (!used.isEmpty()) {
                complaints.add(Complaint.of(Reason.MAPPING_CONTRADICTS, String.join(", ", used)));
            }
            if (!feed.takesAttributes() && !mapping.attributes.isEmpty()) {
                complaints.add(Complaint.of(Reason.MAPPING_ATTRIBUTES_NOT_TAKEN));
            }
        }

        private ZoneId zone() {
            JsonNode node = root.get("timeZone");
            if (node == null) {
                return ZoneOffset.UTC;
            }
            try {
                ZoneId zone = ZoneId.of(node.asText());
                return zone.normalized() instanceof ZoneOffset offset && offset.equals(ZoneOffset.UTC)
                        ? ZoneOffset.UTC
                        : zone;
            } catch (DateTimeException e) {
                complaints.add(Complaint.of(Reason.TIME_ZONE_UNKNOWN, node.asText()));
                return ZoneOffset.UTC;
            }
        }

        private @Nullable String format() {
            JsonNode node = root.get("dateTimeFormat");
            if (node == null || node.isNull()) {
                return null;
            }
            try {
                return InstantForm.of(node.asText(), ZoneOffset.UTC).description();
            } catch (IllegalArgumentException e) {
                complaints.add(Complaint.of(Reason.FORMAT_UNKNOWN, node.asText()));
                return null;
            }
        }

        private Set<String> ignore() {
            var ignored = new LinkedHashSet<String>();
            JsonNode node = root.get("ignore");
            if (node == null) {
                return ignored;
            }
            if (!node.isArray()) {
                wrongType("ignore", "a list of column names");
            }
            node.forEach(column -> ignored.add(column.asText()));
            return ignored;
        }

        private void offset(Map<Target, Duration> offsets, Target target, JsonNode node) {
            Duration offset = FeedMapping.offset(node.asText());
            if (offset == null) {
                complaints.add(Complaint.of(Reason.OFFSET_UNKNOWN, node.asText()));
            } else if (!target.isInstant()) {
                complaints.add(Complaint.of(Reason.OFFSET_NOT_AN_INSTANT, target.column()));
            } else {
                offsets.put(target, offset);
            }
        }

        private void targets(String key, BiConsumer<Target, JsonNode> each) {
            var unknown = new ArrayList<String>();
            object(key, (name, node) -> {
                Target target = Target.ofColumn(name);
                if (target == null || !feed.has(target)) {
                    unknown.add(name);
                } else {
                    each.accept(target, node);
                }
            });
            if (!unknown.isEmpty()) {
                complaints.add(Complaint.of(Reason.MAPPING_UNKNOWN_TARGET, String.join(", ", unknown)));
            }
        }

        private void object(String key, BiConsumer<String, JsonNode> each) {
            JsonNode node = root.get(key);
            if (node == null) {
                return;
            }
            if (!node.isObject()) {
                wrongType(key, "an object");
            }
            node.properties().forEach(e -> each.accept(e.getKey(), e.getValue()));
        }

        private <K> void put(Map<K, String> into, String path, K key, JsonNode node) {
            if (node.isTextual() || node.isNumber()) {
                into.put(key, node.asText());
            } else {
                wrongType(path, "a text");
            }
        }

        private void wrongType(String key, String wanted) {
            complaints.add(Complaint.of(Reason.MAPPING_WRONG_TYPE, key, wanted));
        }

        private static @Nullable AttributeType type(JsonNode node) {
            return Arrays.stream(AttributeType.values())
                    .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(node.asText()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
