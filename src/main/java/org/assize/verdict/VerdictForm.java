package org.assize.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assize.casework.Words;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has filled in, right or not: fields that are missing are null.
 *
 * @param exceptions members of a ring that are judged otherwise than the ring; empty for any other case
 */
public record VerdictForm(
        @Nullable Decision decision,
        @Nullable Typology typology,
        @Nullable Confidence confidence,
        @Nullable Boolean flagUseful,
        @Nullable String rationale,
        List<Action> actions,
        List<RingException> exceptions) {

    /** Characters. */
    public static final int LONGEST_RATIONALE = 4_000;

    public VerdictForm {
        actions = List.copyOf(actions);
        // a draft of before there were rings has none
        exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
    }

    public VerdictForm(
            @Nullable Decision decision,
            @Nullable Typology typology,
            @Nullable Confidence confidence,
            @Nullable Boolean flagUseful,
            @Nullable String rationale,
            List<Action> actions) {
        this(decision, typology, confidence, flagUseful, rationale, actions, List.of());
    }

    public VerdictForm with(List<RingException> others) {
        return new VerdictForm(decision, typology, confidence, flagUseful, rationale, actions, others);
    }

    /** What the form says of one member of the ring: the same, or its exception, which asks for no other action. */
    VerdictForm of(String sellerId) {
        return exceptions.stream()
                .filter(each -> each.sellerId().equals(sellerId))
                .findFirst()
                .map(each -> new VerdictForm(
                        each.decision(),
                        each.typology(),
                        confidence,
                        flagUseful,
                        rationale,
                        each.decision() == decision ? actions : List.of()))
                .orElseGet(() -> with(List.of()));
    }

    /** @param members sellers that follow in the ring; empty when the case leads none */
    List<FieldError> errorsOfExceptions(Set<String> members) {
        List<FieldError> errors = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (RingException each : exceptions) {
            if (!members.contains(each.sellerId())) {
                errors.add(new FieldError("exceptions", "unknown", "must name sellers that follow in this ring"));
            } else if (!named.add(each.sellerId())) {
                errors.add(new FieldError("exceptions", "repeated", "must not name a seller twice"));
            } else if ((each.decision() == Decision.FRAUD) != (each.typology() != null)) {
                errors.add(new FieldError("exceptions", "typology", "must have a typology exactly when it is FRAUD"));
            }
        }
        return errors;
    }

    /** @throws NullPointerException when it has errors */
    Verdict verdict(UUID id, UUID caseId, Actor actor, Instant now) {
        return new Verdict(
                id,
                caseId,
                Objects.requireNonNull(decision),
                typology,
                Objects.requireNonNull(confidence),
                Objects.requireNonNull(flagUseful),
                Objects.requireNonNull(rationale),
                actions,
                actor.id(),
                actor.name(),
                now);
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
