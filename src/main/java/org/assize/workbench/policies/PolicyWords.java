package org.assize.workbench.policies;

import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assize.platform.ui.Texts;
import org.assize.queue.QueuePolicy;
import org.assize.queue.RoutingRule;
import org.assize.verdict.Action;
import org.assize.workbench.CaseWords;
import org.assize.workbench.PersonDay;
import org.assize.workbench.SlaText;
import org.jspecify.annotations.Nullable;

/** Policies as people say them, and what of them has changed. */
final class PolicyWords {

    private PolicyWords() {}

    static String minutes(int minutes) {
        return SlaText.span(Duration.ofMinutes(minutes));
    }

    static String share(double share) {
        return Texts.percent(share, share * 100 == Math.rint(share * 100) ? 0 : 1);
    }

    static String typologies(List<String> codes) {
        return codes.stream().map(CaseWords::typology).collect(Collectors.joining(", "));
    }

    static String languages(List<String> codes) {
        return codes.stream().map(PolicyWords::language).collect(Collectors.joining(", "));
    }

    static String language(String code) {
        String name = Locale.of(code).getDisplayLanguage(Texts.language());
        return name.isEmpty() ? code : name;
    }

    /** An instant of these days in the person's own zone: Tue 24 Nov, 12:30. */
    static String moment(Instant at) {
        PersonDay day = PersonDay.of(UI.getCurrent(), at);
        String pattern = Texts.t("policies.moment");
        return DateTimeFormatter.ofPattern(pattern, Texts.language()).format(day.now());
    }

    /** The terms in their order, each under the key of its label. */
    static Map<String, String> facts(QueuePolicy.Terms terms, Function<String, String> calendarName) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sla", minutes(terms.slaMinutes()));
        facts.put("calendar", calendarName.apply(terms.calendar()));
        facts.put("lease", minutes(terms.leaseMinutes()));
        facts.put("capacity", orNone(terms.capacityPerPerson(), "policies.unlimited"));
        facts.put("ahead", orNone(terms.assignAhead(), "policies.notAhead"));
        facts.put("languages", languages(terms.languages()));
        facts.put("typologies", typologies(terms.typologies()));
        facts.put(
                "actions",
                Arrays.stream(Action.values())
                        .map(Action::code)
                        .filter(terms.actions()::contains)
                        .map(CaseWords::action)
                        .collect(Collectors.joining(", ")));
        facts.put("review", review(terms.secondReview()));
        facts.put("blind", share(terms.blindShare()));
        facts.put("hidden", share(terms.scoreHiddenShare()));
        return facts;
    }

    static String review(QueuePolicy.SecondReview review) {
        List<String> parts = new ArrayList<>();
        if (review.share() > 0) {
            parts.add(Texts.t("policies.review.ofAll", share(review.share())));
        }
        if (review.fromEuro() != null) {
            parts.add(Texts.t("policies.review.from", review.fromEuro()));
        }
        if (!review.typologies().isEmpty()) {
            parts.add(typologies(review.typologies()));
        }
        return parts.isEmpty() ? Texts.t("policies.review.none") : String.join(" · ", parts);
    }

    private static String orNone(@Nullable Integer number, String noneKey) {
        return number == null ? Texts.t(noneKey) : Texts.number(number);
    }

    /** What changed between two versions: the label's key with the old and the new word. */
    static List<Change> changes(Map<String, String> older, Map<String, String> newer) {
        List<Change> changes = new ArrayList<>();
        newer.forEach((name, now) -> {
            String before = older.getOrDefault(name, "");
            if (!Objects.equals(before, now)) {
                changes.add(new Change("policies.fact." + name, dash(before), dash(now)));
            }
        });
        return changes;
    }

    private static String dash(String text) {
        return text.isEmpty() ? "–" : text;
    }

    record Change(String labelKey, String before, String now) {}

    /** The conditions of a rule in one sentence of parts. */
    static String conditions(RoutingRule.Conditions when) {
        List<String> parts = new ArrayList<>();
        if (when.subjectKind() != null) {
            parts.add(Texts.t("policies.rule.kind." + when.subjectKind()));
        }
        list(
                parts,
                "origins",
                when.origins().stream()
                        .map(origin -> Texts.t("workbench.origin." + origin))
                        .toList());
        list(parts, "markets", when.markets());
        list(parts, "categories", when.categories());
        list(parts, "countries", when.countries());
        list(
                parts,
                "algorithms",
                when.algorithms().stream()
                        .map(algorithm -> Texts.t("training.algorithm." + algorithm))
                        .toList());
        Integer from = when.fromEuro();
        Integer below = when.belowEuro();
        if (from != null && below != null) {
            parts.add(Texts.t("policies.rule.euroBetween", from, below));
        } else if (from != null) {
            parts.add(Texts.t("policies.rule.euroFrom", from));
        } else if (below != null) {
            parts.add(Texts.t("policies.rule.euroBelow", below));
        }
        if (when.fromScore() != null) {
            parts.add(Texts.t("policies.rule.scoreFrom", Texts.number(when.fromScore(), 2)));
        }
        if (when.fromPercentile() != null) {
            parts.add(Texts.t("policies.rule.top", share(top(when.fromPercentile()))));
        }
        return parts.isEmpty() ? Texts.t("policies.rule.always") : String.join(" · ", parts);
    }

    /** The share of the highest scores above a percentile, free of what binary fractions add. */
    static double top(double percentile) {
        return Math.round((1 - percentile) * 1e6) / 1e6;
    }

    private static void list(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(Texts.t("policies.rule." + name, String.join(", ", values)));
        }
    }
}
