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
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Decides a case and closes it: verdict, trail, label and the message to the marketplace come about together or not at all.
 * On a case that leads a ring, the verdict is one on each of its members, with the exceptions that the form names, and all of
 * them come about together.
 * Where the rule of the queue wants a second person, the verdict is kept and the case waits for them, {@link ReviewVerdict}.
 *
 * <p>A case that is drawn to be read twice is no verdict yet when the first person has read it: what they found is kept under
 * a seal, of which the trail has the hash, and the case waits for somebody else who learns nothing of it. When the two agree,
 * the first reading becomes the verdict; when they do not, a lead decides between them. A ring is not read twice: its members
 * would have to be compared one by one.
 */
@ApplicationScoped
public class ReachVerdict {

    /** Where the marketplace listens for what it is asked to do. */
    public static final String ACTIONS_TOPIC = "marketplace.actions";

    private final Jdbi jdbi;
    private final ClaimCheck check;
    private final QueuePolicies policies;
    private final Verdicts verdicts;
    private final CaseLifecycle cases;
    private final RingMembers rings;
    private final AuditTrail trail;
    private final SecondReviews reviews;
    private final BlindReadings readings;
    private final AskMarketplace marketplace;
    private final Event<VerdictReached> news;
    private final AssizeClock clock;

    ReachVerdict(
            Jdbi jdbi,
            ClaimCheck check,
            QueuePolicies policies,
            Verdicts verdicts,
            CaseLifecycle cases,
            RingMembers rings,
            AuditTrail trail,
            SecondReviews reviews,
            BlindReadings readings,
            AskMarketplace marketplace,
            Event<VerdictReached> news,
            AssizeClock clock) {
        this.jdbi = jdbi;
        this.check = check;
        this.policies = policies;
        this.verdicts = verdicts;
        this.cases = cases;
        this.rings = rings;
        this.trail = trail;
        this.reviews = reviews;
        this.readings = readings;
        this.marketplace = marketplace;
        this.news = news;
        this.clock = clock;
    }

    public sealed interface Result {}

    /** What the case does after a verdict. */
    public enum Then {
        CLOSED,
        /** A second person must confirm it before anything follows from it. */
        AWAITS_REVIEW,
        /** Another person reads the case who does not know of this. */
        AWAITS_SECOND_READING
    }

    public record Reached(Verdict verdict, String queue, Then then) implements Result {}

    public record Lost(LostClaim claim) implements Result {}

    public record NotFound() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result reach(Actor actor, UUID caseId, long claimVersion, VerdictForm form) {
        actor.require(Permission.WORK_CASES);
        Instant now = clock.now();
        // whoever takes part takes the connection from here, and not each from the pool again
        return jdbi.withHandle(_ -> check.heldAlone(actor, caseId, claimVersion, now)
                .map(claim -> reach(actor, claim, List.of(), form, now))
                .orElseGet(() -> {
                    List<FraudCase> following = rings.lock(caseId).stream()
                            .filter(its -> !its.id().equals(caseId))
                            .toList();
                    return reach(actor, check.held(actor, caseId, claimVersion, now), following, form, now);
                }));
    }

    private Result reach(
            Actor actor, ClaimCheck.Result claim, List<FraudCase> following, VerdictForm form, Instant now) {
        return switch (claim) {
            case ClaimCheck.Held(FraudCase its) -> {
                QueuePolicy policy = policies.inForce(its.queue()).orElseThrow();
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
        if (its.awaitsSecondReading()) {
            return second(actor, its, policy, form, now);
        }
        boolean firstWord = its.decision() == null && !its.leadsRing();
        if (firstWord && following.isEmpty() && policy.isReadTwice(its.id())) {
            Verdict first = form.verdict(Ids.next(), its.id(), actor, now);
            keep(1, first, actor, its, policy, now);
            cases.awaitSecondReading(its.id(), actor);
            return new Reached(first, its.queue(), Then.AWAITS_SECOND_READING);
        }
        Recorded own = record(actor, its, policy, form, null, now);
        following.forEach(
                member -> record(actor, member, policy, form.of(member.subjectId()), new Lead(its.id(), own), now));
        return new Reached(own.verdict(), its.queue(), then(own.review()));
    }

    private static Then then(@Nullable ReviewRule review) {
        return review == null ? Then.CLOSED : Then.AWAITS_REVIEW;
    }

    /** Both are in: where they agree the first becomes the verdict, as if it had been reached now; else a lead decides. */
    private Reached second(Actor actor, FraudCase its, QueuePolicy policy, VerdictForm form, Instant now) {
        Verdict own = form.verdict(Ids.next(), its.id(), actor, now);
        keep(2, own, actor, its, policy, now);
        cases.readTwice(its.id());
        List<BlindReadings.Kept> both = readings.ofCase(its.id());
        BlindReadings.Kept first = both.getFirst();
        Verdict verdict = first.reading().verdict();
        boolean agree = first.reading().agreesWith(both.getLast().reading());
        Verdicts.Kept kept = verdicts.insert(verdict, its, first.rationaleSalt(), first.claimVersion());
        Verdict known = verdict.knownSince(now);
        Map<String, Object> payload = payload(first);
        under(kept, payload);
        payload.put("reachedBy", verdict.reachedById());
        payload.put("other", payload(both.getLast()));
        String kind = agree ? "readings.agreed" : "readings.differed";
        ReviewRule review = agree ? rule(policy, its, verdict) : ReviewRule.DISAGREEMENT;
        if (review == null) {
            UUID event = cases.close(its.id(), kind, actor, now, payload);
            marketplace.ask(known, its);
            news.fire(new VerdictReached(known, its, event, null));
        } else {
            cases.awaitReview(its.id(), actor);
            reviews.request(known, review, policy.version());
            payload.put("secondReview", review.code());
            trail.ofCase(its.id(), kind, actor, now, payload);
        }
        return new Reached(own, its.queue(), then(review));
    }

    /** Of what was found the trail has a hash alone, which proves afterwards, with the salt that the reading has, that nobody has changed their mind. */
    private void keep(int place, Verdict verdict, Actor actor, FraudCase its, QueuePolicy policy, Instant now) {
        Commitment rationale = Commitment.to(verdict.rationale());
        Commitment seal = Commitment.to(sealed(verdict));
        readings.insert(place, verdict, its, rationale, seal, policy);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("reading", verdict.id());
        payload.put("place", place);
        payload.put("claimVersion", its.claimVersion());
        payload.put("policyVersion", policy.version());
        payload.put("seal", seal.hash());
        trail.ofCase(its.id(), "reading.sealed", actor, now, payload);
    }

    /** What the seal is over: a line for each part of the reading, the rationale last because it may have lines itself. */
    private static String sealed(Verdict verdict) {
        Typology typology = verdict.typology();
        return String.join(
                "\n",
                verdict.decision().name(),
                typology == null ? "" : typology.code(),
                verdict.confidence().name(),
                Boolean.toString(verdict.flagUseful()),
                verdict.actions().stream().map(Action::code).collect(Collectors.joining(",")),
                verdict.rationale());
    }

    private record Recorded(
            Verdict verdict, UUID event, @Nullable ReviewRule review) {}

    /** The case that leads the ring, and what was recorded on it. */
    private record Lead(UUID caseId, Recorded recorded) {}

    private Recorded record(
            Actor actor, FraudCase its, QueuePolicy policy, VerdictForm form, @Nullable Lead lead, Instant now) {
        Verdict verdict = form.verdict(Ids.next(), its.id(), actor, now);
        Commitment rationale = Commitment.to(verdict.rationale());
        Verdicts.Kept kept = verdicts.insert(verdict, its, rationale.salt());
        Map<String, Object> payload = payload(verdict, rationale, its);
        under(kept, payload);
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
        UUID event = cases.close(its.id(), "verdict.reached", actor, now, payload);
        marketplace.ask(verdict, its);
        news.fire(new VerdictReached(
                verdict, its, event, lead == null ? null : lead.recorded().event()));

        return new Recorded(verdict, event, null);
    }

    private static @Nullable ReviewRule rule(QueuePolicy policy, FraudCase its, Verdict verdict) {
        Typology typology = verdict.typology();
        return policy.reviewOf(its.id(), its.valueAtRisk(), typology == null ? null : typology.code())
                .orElse(null);
    }

    /** Says in the trail which version of the policy text was in force, and whether the score was seen. */
    static void under(Verdicts.Kept kept, Map<String, Object> payload) {
        payload.put("scoreHidden", kept.scoreHidden());
        if (kept.policyText() != null) {
            payload.put("policyText", kept.policyText());
        }
    }

    static Map<String, Object> payload(Verdict verdict, Commitment rationale, FraudCase its) {
        return payload(verdict, rationale, its.claimVersion());
    }

    private static Map<String, Object> payload(BlindReadings.Kept kept) {
        Verdict verdict = kept.reading().verdict();
        return payload(verdict, Commitment.of(kept.rationaleSalt(), verdict.rationale()), kept.claimVersion());
    }

    private static Map<String, Object> payload(Verdict verdict, Commitment rationale, long claimVersion) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("verdict", verdict.id());
        payload.put("decision", verdict.decision());
        if (verdict.typology() != null) {
            payload.put("typology", verdict.typology());
        }
        payload.put("confidence", verdict.confidence());
        payload.put("flagUseful", verdict.flagUseful());
        payload.put("actions", verdict.actions());
        payload.put("claimVersion", claimVersion);
        payload.put("words", rationale.hash());
        return payload;
    }
}
