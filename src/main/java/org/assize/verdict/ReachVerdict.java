package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.audit.AuditTrail;
import org.assize.audit.Commitment;
import org.assize.casework.CaseLifecycle;
import org.assize.casework.CaseSelections;
import org.assize.casework.FraudCase;
import org.assize.casework.RingMembers;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.queue.ClaimCheck;
import org.assize.queue.LostClaim;
import org.assize.queue.NoSuchCase;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.queue.ReviewRule;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Decides a case and closes it: verdict, trail, label and the message to the marketplace come about together or not at all.
 * On a case that leads a ring, the verdict is one on each of its members, with the exceptions that the form names, and all of
 * them come about together.
 * Where the rule of the queue wants a second person, the verdict is kept and the case waits for them, {@link ReviewVerdict}.
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
    private final RingMembers rings;
    private final AuditTrail trail;
    private final SecondReviews reviews;
    private final AskMarketplace marketplace;
    private final Event<VerdictReached> news;
    private final AssizeClock clock;

    ReachVerdict(
            ClaimCheck check,
            QueuePolicies policies,
            Verdicts verdicts,
            CaseLifecycle cases,
            CaseSelections selections,
            RingMembers rings,
            AuditTrail trail,
            SecondReviews reviews,
            AskMarketplace marketplace,
            Event<VerdictReached> news,
            AssizeClock clock) {
        this.check = check;
        this.policies = policies;
        this.verdicts = verdicts;
        this.cases = cases;
        this.selections = selections;
        this.rings = rings;
        this.trail = trail;
        this.reviews = reviews;
        this.marketplace = marketplace;
        this.news = news;
        this.clock = clock;
    }

    public sealed interface Result {}

    /** @param awaitsReview whether a second person must confirm it before anything follows from it */
    public record Reached(Verdict verdict, String queue, boolean awaitsReview) implements Result {}

    public record Lost(LostClaim claim) implements Result {}

    public record NotFound() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result reach(Actor actor, UUID caseId, long claimVersion, VerdictForm form) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        List<FraudCase> following = rings.lock(caseId).stream()
                .filter(its -> !its.id().equals(caseId))
                .toList();
        return switch (check.held(actor, caseId, claimVersion, now)) {
            case ClaimCheck.Held(FraudCase its) -> {
                QueuePolicy policy = policies.current(its.queue()).orElseThrow();
                List<FieldError> errors = new ArrayList<>(form.errors(policy.actions()));
                errors.addAll(form.errorsOfExceptions(
                        following.stream().map(FraudCase::subjectId).collect(Collectors.toSet())));
                yield errors.isEmpty() ? record(actor, its, following, policy, form, now) : new Invalid(errors);
            }
            case LostClaim lost -> new Lost(lost);
            case NoSuchCase _ -> new NotFound();
        };
    }

    /** Where a second person must read the verdict on a ring, they must read what it says of each member. */
    private Reached record(
            Actor actor, FraudCase its, List<FraudCase> following, QueuePolicy policy, VerdictForm form, Instant now) {
        Recorded own = record(actor, its, policy, form, null, now);
        following.forEach(
                member -> record(actor, member, policy, form.of(member.subjectId()), new Lead(its.id(), own), now));
        return new Reached(own.verdict(), its.queue(), own.review() != null);
    }

    private record Recorded(
            Verdict verdict, UUID event, @Nullable ReviewRule review) {}

    /** The case that leads the ring, and what was recorded on it. */
    private record Lead(UUID caseId, Recorded recorded) {}

    private Recorded record(
            Actor actor, FraudCase its, QueuePolicy policy, VerdictForm form, @Nullable Lead lead, Instant now) {
        Verdict verdict = form.verdict(Ids.next(), its.id(), actor, now);
        Commitment rationale = Commitment.to(verdict.rationale());
        verdicts.insert(verdict, its, rationale.salt());
        Map<String, Object> payload = payload(verdict, rationale, its);
        if (lead != null) {
            payload.put("ring", lead.caseId());
            payload.put("ringVerdict", lead.recorded().verdict().id());
        }
        ReviewRule review =
                lead == null ? rule(policy, its, verdict) : lead.recorded().review();
        if (review != null) {
            cases.awaitReview(its.id(), actor);
            reviews.request(verdict, review, policy.version());
            payload.put("secondReview", review.code());
            return new Recorded(verdict, trail.ofCase(its.id(), "verdict.reached", actor, now, payload), review);
        }
        cases.close(its.id(), actor, now);
        UUID event = trail.ofCase(its.id(), "verdict.reached", actor, now, payload);
        marketplace.ask(verdict, its);
        news.fire(new VerdictReached(
                verdict,
                its,
                event,
                selections.read(its.id()),
                lead == null ? null : lead.recorded().event()));
        return new Recorded(verdict, event, null);
    }

    private static @Nullable ReviewRule rule(QueuePolicy policy, FraudCase its, Verdict verdict) {
        Typology typology = verdict.typology();
        return policy.reviewOf(its.id(), its.valueAtRisk(), typology == null ? null : typology.code())
                .orElse(null);
    }

    static Map<String, Object> payload(Verdict verdict, Commitment rationale, FraudCase its) {
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
}
