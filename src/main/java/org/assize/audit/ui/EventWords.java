package org.assize.audit.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assize.audit.TrailEvents.TrailEvent;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the trail says, for people: its fields by name, people by theirs, codes in words. The bytes that were
 * hashed stand beside it, unchanged.
 */
final class EventWords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern COMMITMENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HUMP = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");

    /** Of use to whoever checks a chain, noise to whoever reads what happened. */
    private static final Set<String> ASIDE = Set.of("claimVersion", "drawSeed", "seed", "policyVersion");

    /** Codes and names that need not be told of what; a number or a yes does. */
    private static final Set<String> SPEAKS = Set.of(
            "decision",
            "typology",
            "confidence",
            "actions",
            "queue",
            "feed",
            "subjectKind",
            "origin",
            "name",
            "roles",
            "model");

    private final Map<UUID, String> names;

    /** @param names of the people whose ids occur */
    EventWords(Map<UUID, String> names) {
        this.names = names;
    }

    /** The ids in these entries: some are people's. */
    static Set<UUID> ids(Collection<TrailEvent> events) {
        Set<UUID> ids = new HashSet<>();
        events.forEach(
                event -> ID.matcher(event.payload()).results().forEach(id -> ids.add(UUID.fromString(id.group()))));
        return ids;
    }

    /** In one line, what matters most first. */
    String line(TrailEvent event) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : read(event).properties()) {
            String field = entry.getKey();
            String words = ASIDE.contains(field) ? null : text(entry.getValue());
            if (words != null) {
                parts.add(SPEAKS.contains(field) ? words : label(field) + " " + words);
            }
        }
        return String.join(" · ", parts);
    }

    /** Everything, field by field, then what was hashed and its place in the chain. */
    Component whole(TrailEvent event) {
        DescriptionList list = new DescriptionList();
        list.addClassName("kv");
        for (Map.Entry<String, JsonNode> entry : read(event).properties()) {
            list.add(
                    new DescriptionList.Term(label(entry.getKey())),
                    new DescriptionList.Description(component(entry.getValue())));
        }
        list.add(
                new DescriptionList.Term(Texts.t("trail.at")),
                new DescriptionList.Description(RelativeTime.exact(event.at())),
                new DescriptionList.Term(Texts.t("trail.chain")),
                new DescriptionList.Description(
                        new Span((event.area() == null ? Texts.t("trail.ofCase") : event.area()) + " #" + event.seq())),
                new DescriptionList.Term("SHA-256"),
                new DescriptionList.Description(new ShortId(event.hash()).keep(64)));
        Span hashed = new Span(event.payload());
        hashed.addClassNames("mono-id", "muted", "trail-hashed");
        Div whole = new Div(list, hashed);
        whole.addClassName("trail-whole");
        return whole;
    }

    private static JsonNode read(TrailEvent event) {
        try {
            return JSON.readTree(event.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("entry " + event.id() + " of the trail holds no JSON", e);
        }
    }

    private static String label(String field) {
        String key = "trail.field." + field;
        return Texts.has(key)
                ? Texts.t(key)
                : HUMP.matcher(field).replaceAll(" ").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Null where there is nothing to say in a line. */
    private @Nullable String text(JsonNode value) {
        if (value.isNull() || value.isArray() && value.isEmpty()) {
            return null;
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(each -> {
                String words = text(each);
                if (words != null) {
                    parts.add(words);
                }
            });
            return String.join(", ", parts);
        }
        if (value.isObject()) {
            return null;
        }
        if (value.isBoolean()) {
            return Texts.t(value.asBoolean() ? "trail.yes" : "trail.no");
        }
        if (value.isNumber()) {
            return Texts.number(value.asDouble(), value.isIntegralNumber() ? 0 : 4);
        }
        String text = value.asText();
        if (ID.matcher(text).matches()) {
            return names.get(UUID.fromString(text));
        }
        if (COMMITMENT.matcher(text).matches()) {
            return null;
        }
        if (instant(text) != null) {
            return null;
        }
        return word(text);
    }

    private Component component(JsonNode value) {
        String text = value.asText();
        Instant instant = value.isTextual() ? instant(text) : null;
        if (instant != null) {
            return RelativeTime.exact(instant);
        }
        if (value.isTextual() && COMMITMENT.matcher(text).matches()) {
            Span kept = new Span(Texts.t("trail.commitment"));
            kept.addClassName("muted");
            return kept;
        }
        String words = text(value);
        if (words != null) {
            return new Span(words);
        }
        return ID.matcher(text).matches() ? new ShortId(text) : new Span(value.isValueNode() ? text : value.toString());
    }

    private static String word(String code) {
        String key = "trail.value." + code;
        return Texts.has(key) ? Texts.t(key) : code.replace('_', ' ');
    }

    private static @Nullable Instant instant(String text) {
        if (text.length() < 20 || text.charAt(4) != '-') {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
