package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.audit.Commitment;
import org.assize.casework.CaseLifecycle;
import org.assize.casework.CaseSelections;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.platform.Outbox;
import org.assize.queue.ClaimCheck;
import org.assize.queue.LostClaim;
import org.assize.queue.NoSuchCase;
import org.assize.queue.QueuePolicies;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Decides a case and closes it: verdict, trail, label and the message to the marketplace come about together or not at all.
 */
@ApplicationScoped
public class ReachVerdict {

    /** Where the marketplace listens for what it is asked to do. */
    public static final String ACTIONS_TOPIC = "marketplace.actions";

    private final ClaimCheck check;
    private final QueuePolicies policies;
    private final Verdicts verdicts;
    private final CaseLifecycle cases;
    private final CaseSelections selections;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final Event<VerdictReached> news;
    private final AssizeClock clock;

    ReachVerdict(
            ClaimCheck check,
            QueuePolicies policies,
            Verdicts verdicts,
            CaseLifecycle cases,
            CaseSelections selections,
            AuditTrail trail,
            Outbox outbox,
            Event<VerdictReached> news,
            AssizeClock clock) {
        this.check = check;
        this.policies = policies;
        this.verdicts = verdicts;
        this.cases = cases;
        this.selections = selections;
        this.trail = trail;
        this.outbox = outbox;
        this.news = news;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Reached(Verdict verdict, String queue) implements Result {}

    public record Lost(LostClaim claim) implements Result {}

    public record NotFound() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result reach(Actor actor, UUID caseId, long claimVersion, VerdictForm form) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        return switch (check.held(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its) -> {
                List<FieldError> errors =
                        form.errors(policies.current(its.queue()).orElseThrow().actions());
                yield errors.isEmpty() ? record(actor, its, form, now) : new Invalid(errors);
            }
            case LostClaim lost -> new Lost(lost);
            case NoSuchCase _ -> new NotFound();
        };
    }

    private Reached record(Actor actor, FraudCase its, VerdictForm form, Instant now) {
        Verdict verdict = new Verdict(
                Ids.next(),
                its.id(),
                Objects.requireNonNull(form.decision()),
                form.typology(),
                Objects.requireNonNull(form.confidence()),
                Objects.requireNonNull(form.flagUseful()),
                Objects.requireNonNull(form.rationale()),
                form.actions(),
                actor.id(),
                actor.name(),
                now);
        Commitment rationale = Commitment.to(verdict.rationale());
        verdicts.insert(verdict, its, rationale.salt());
        cases.close(its.id(), actor, now);
        UUID event = trail.ofCase(its.id(), "verdict.reached", actor, now, payload(verdict, rationale, its));
        for (Action action : verdict.actions()) {
            if (action != Action.NONE) {
                ask(action, its, verdict);
            }
        }
        news.fire(new VerdictReached(verdict, its, event, selections.read(its.id())));
        return new Reached(verdict, its.queue());
    }

    private static Map<String, Object> payload(Verdict verdict, Commitment rationale, FraudCase its) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("verdict", verdict.id());
        payload.put("decision", verdict.decision());
        if (verdict.typology() != null) {
            payload.put("typology", verdict.typology());
        }
        payload.put("confidence", verdict.confidence());
        payload.put("flagUseful", verdict.flagUseful());
        payload.put("actions", verdict.actions());
        payload.put("claimVersion", its.claimVersion());
        payload.put("scoreHidden", its.scoreIsHidden());
        payload.put("words", rationale.hash());
        return payload;
    }

    private void ask(Action action, FraudCase its, Verdict verdict) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("action", action);
        message.put("subjectKind", its.subjectKind());
        message.put("subjectId", its.subjectId());
        message.put("caseId", verdict.caseId());
        message.put("verdictId", verdict.id());
        message.put("decision", verdict.decision());
        message.put("at", verdict.reachedAt());
        outbox.put(ACTIONS_TOPIC, its.subjectKind() + ":" + its.subjectId(), message, verdict.reachedAt());
    }
}
