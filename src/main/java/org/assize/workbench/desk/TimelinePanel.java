package org.assize.workbench.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assize.casework.CaseTimeline;
import org.assize.platform.Money;
import org.assize.platform.Page;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Still;
import org.assize.platform.ui.Texts;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** What happened to the case and to its subject in the world, newest first, more on demand. */
final class TimelinePanel extends Div {

    private static final int PAGE = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CaseReads reads;
    private final UUID caseId;
    private final OrderedList list = new OrderedList();
    private final Button older = new Button(Texts.t("workbench.timeline.older"), event -> more());
    private @Nullable String next;
    private CaseTimeline.@Nullable Entry newest;

    TimelinePanel(CaseReads reads, UUID caseId) {
        this.reads = reads;
        this.caseId = caseId;
        addClassName("timeline");
        older.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(list, older);
        more();
    }

    private void more() {
        Page<CaseTimeline.Entry> page = reads.timeline(caseId, next, PAGE);
        page.items().forEach(entry -> list.add(item(entry)));
        newest = newest == null && !page.items().isEmpty() ? page.items().getFirst() : newest;
        next = page.next();
        older.setVisible(next != null);
    }

    /** Puts what has happened since on top. */
    void catchUp() {
        List<CaseTimeline.Entry> since = reads.timeline(caseId, null, PAGE).items().stream()
                .takeWhile(entry -> newest == null || !entry.key().equals(newest.key()))
                .toList();
        since.reversed().forEach(entry -> list.addComponentAsFirst(item(entry)));
        newest = since.isEmpty() ? newest : since.getFirst();
    }

    private static ListItem item(CaseTimeline.Entry entry) {
        boolean world = entry.actor() == null;
        Span what = new Span(sentence(entry));
        what.addClassName(world ? "timeline-world" : "strong");
        Div line = new Div(what);
        line.addClassName("pair");
        details(entry, line);
        if (entry.actor() != null) {
            Span who = new Span(entry.actor());
            who.addClassName("muted");
            line.add(who);
        }
        Div words = new Div(line);
        if (entry.text() != null) {
            Paragraph text = new Paragraph(entry.text());
            text.addClassName("prose");
            words.add(text);
        }
        RelativeTime at = new RelativeTime(entry.at());
        ListItem item = new ListItem(at, words);
        item.addClassName(world ? "timeline-in-world" : "timeline-act");
        return Still.draw(item);
    }

    private static String sentence(CaseTimeline.Entry entry) {
        return Texts.t((entry.actor() == null ? "workbench.timeline." : "audit.kind.") + entry.kind());
    }

    private static void details(CaseTimeline.Entry entry, Div line) {
        JsonNode detail = read(entry.detail());
        if (detail.hasNonNull("order")) {
            line.add(new ShortId(detail.get("order").asText()));
        }
        if (detail.hasNonNull("amountMinor")) {
            line.add(new MoneyText(new Money(
                    detail.get("amountMinor").asLong(), detail.path("currency").asText())));
        }
        if (detail.path("first").asBoolean()) {
            line.add(new Badge(Texts.t("workbench.timeline.first")));
        }
        if (detail.path("large").asBoolean()) {
            Span large = new Span(Texts.t("workbench.unusual.LARGE"));
            large.addClassNames("dotted", "small");
            line.add(large);
        }
        if (detail.hasNonNull("fraud")) {
            line.add(CaseWords.decision(detail.get("fraud").asBoolean() ? "FRAUD" : "LEGITIMATE"));
        }
        if (detail.hasNonNull("source")) {
            line.add(muted(detail.get("source").asText()));
        }
        if (detail.hasNonNull("decision")) {
            line.add(CaseWords.decision(detail.get("decision").asText()));
        }
        if (detail.hasNonNull("typology") && entry.actor() != null) {
            line.add(muted(CaseWords.typology(detail.get("typology").asText())));
        }
        List<String> asked = new ArrayList<>();
        detail.path("actions").forEach(action -> asked.add(CaseWords.action(action.asText())));
        if (!asked.isEmpty()) {
            line.add(muted(String.join(", ", asked)));
        }
        if (entry.kind().equals("case.escalated")) {
            line.add(muted(CaseWords.queue(detail.path("to").asText())));
        }
        if (entry.kind().equals("case.snoozed")) {
            line.add(new RelativeTime(Instant.parse(detail.path("until").asText())));
        }
        if (entry.kind().equals("case.skipped")) {
            line.add(muted(Texts.t("workbench.skip." + detail.path("reason").asText())));
        }
        if (entry.kind().startsWith("evidence.") && detail.hasNonNull("kind")) {
            line.add(muted(
                    Texts.t("workbench.evidence.kind." + detail.get("kind").asText())));
        }
        if (detail.hasNonNull("origin")) {
            line.add(muted(Texts.t("workbench.origin." + detail.get("origin").asText())));
        }
        if (detail.hasNonNull("score")) {
            line.add(muted(Texts.number(detail.get("score").asDouble(), 2)));
        }
    }

    private static Span muted(String text) {
        Span span = new Span(text);
        span.addClassName("muted");
        return span;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a timeline entry has no JSON: " + json.length() + " characters", e);
        }
    }
}
