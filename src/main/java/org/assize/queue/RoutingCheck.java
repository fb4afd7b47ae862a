package org.assize.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assize.casework.Words;
import org.assize.platform.FieldError;
import org.jspecify.annotations.Nullable;

/** What routing rules must keep to: every case finds a queue, and one that takes its kind of subject. */
final class RoutingCheck {

    static final Set<String> ORIGINS = Set.of("model", "rule", "audit_sample", "referral", "appeal");
    static final Set<String> ALGORITHMS = Set.of("boosting", "forest", "isolation");
    static final List<String> KINDS = List.of("seller", "order");
    private static final int MOST_RULES = 100;
    private static final int LONGEST_NAME = 60;

    private RoutingCheck() {}

    static List<FieldError> of(List<RoutingRule> rules, List<QueuePolicy> queues) {
        List<FieldError> errors = new ArrayList<>();
        if (rules.size() > MOST_RULES) {
            errors.add(new FieldError("rules", "range", "must be at most " + MOST_RULES + " rules"));
            return errors;
        }
        Map<String, Optional<String>> kindOf = new HashMap<>();
        queues.forEach(queue -> kindOf.put(queue.queueKey(), Optional.ofNullable(queue.subjectKind())));
        for (int place = 0; place < rules.size(); place++) {
            rule(errors, "rules[" + place + "].", rules.get(place), kindOf);
        }
        for (String kind : KINDS) {
            if (rules.stream().noneMatch(rule -> rule.when().all() && concerns(rule, kind))) {
                errors.add(new FieldError("rules", "gap_" + kind, "must have one that takes every " + kind));
            }
        }
        return errors;
    }

    private static void rule(
            List<FieldError> errors, String at, RoutingRule rule, Map<String, Optional<String>> kindOf) {
        RoutingRule.Conditions when = rule.when();
        errors.addAll(Words.check(at + "name", rule.name(), LONGEST_NAME));
        if (when.subjectKind() != null && !KINDS.contains(when.subjectKind())) {
            errors.add(new FieldError(at + "when.subjectKind", "unknown", "must be order or seller, or nothing"));
        }
        QueueTerms.known(errors, at + "when.origins", when.origins(), ORIGINS);
        QueueTerms.known(errors, at + "when.algorithms", when.algorithms(), ALGORITHMS);
        Optional<String> kind = kindOf.get(rule.queue());
        if (kind == null) {
            errors.add(new FieldError(at + "queue", "unknown", "must be the key of a queue"));
        } else if (kind.isPresent() && !kind.get().equals(when.subjectKind())) {
            errors.add(new FieldError(
                    at + "queue",
                    "only_" + kind.get(),
                    "takes nothing but a " + kind.get() + ": the rule must say so"));
        }
        Integer from = when.fromEuro();
        Integer below = when.belowEuro();
        if (from != null && from < 0) {
            errors.add(new FieldError(at + "when.fromEuro", "range", "must be at least 0, or nothing"));
        }
        if (below != null && below <= (from == null ? 0 : from)) {
            errors.add(new FieldError(at + "when.belowEuro", "range", "must be more than fromEuro, or nothing"));
        }
        share(errors, at + "when.fromScore", when.fromScore());
        share(errors, at + "when.fromPercentile", when.fromPercentile());
    }

    private static boolean concerns(RoutingRule rule, String kind) {
        return rule.when().subjectKind() == null || rule.when().subjectKind().equals(kind);
    }

    private static void share(List<FieldError> errors, String field, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            errors.add(new FieldError(field, "range", "must be from 0 to 1, or nothing"));
        }
    }
}
