package org.assize.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.assize.casework.Words;
import org.assize.platform.FieldError;
import org.jspecify.annotations.Nullable;

/** What somebody has filled in, right or not: fields that are missing are null. */
public record VerdictForm(
        @Nullable Decision decision,
        @Nullable Typology typology,
        @Nullable Confidence confidence,
        @Nullable Boolean flagUseful,
        @Nullable String rationale,
        List<Action> actions) {

    /** Characters. */
    public static final int LONGEST_RATIONALE = 4_000;

    public VerdictForm {
        actions = List.copyOf(actions);
    }

    /** @param allowed codes of the actions that the queue's policy allows */
    List<FieldError> errors(List<String> allowed) {
        List<FieldError> errors = new ArrayList<>();
        require(errors, "decision", decision);
        if (decision == Decision.FRAUD) {
            require(errors, "typology", typology);
        } else if (typology != null) {
            errors.add(new FieldError("typology", "only_for_fraud", "must be absent unless the decision is FRAUD"));
        }
        require(errors, "confidence", confidence);
        require(errors, "flagUseful", flagUseful);
        errors.addAll(Words.check("rationale", rationale == null ? "" : rationale, LONGEST_RATIONALE));
        if (!allowed.containsAll(actions.stream().map(Action::code).toList())) {
            errors.add(new FieldError("actions", "not_allowed", "must be some of " + allowed));
        } else if (new HashSet<>(actions).size() < actions.size()) {
            errors.add(new FieldError("actions", "repeated", "must not name an action twice"));
        } else if (actions.contains(Action.NONE) && actions.size() > 1) {
            errors.add(new FieldError("actions", "none_alone", "must be none alone, or others"));
        }
        return errors;
    }

    private static void require(List<FieldError> errors, String field, @Nullable Object value) {
        if (value == null) {
            errors.add(new FieldError(field, "required", "must be given"));
        }
    }
}
