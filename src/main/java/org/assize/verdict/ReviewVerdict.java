package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.audit.Commitment;
import org.assize.casework.CaseLifecycle;
import org.assize.casework.FraudCase;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.queue.QueuePolicies;
import org.assize.queue.ReviewRule;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.security.PersonBehind;
import org.jspecify.annotations.Nullable;

/**
 * The second person's word on a verdict that was set aside: it stands, or another one takes its place. Only now does
 * anything follow from it: the label, the message to the marketplace, the end of the case. Of two blind readings that differ
 * one is adopted, or neither; whoever made one of them does not decide between them.
 */
@ApplicationScoped
public class ReviewVerdict {

    private final SecondReviews reviews;
    private final BlindReadings readings;
    private final Verdicts verdicts;
    private final CaseLifecycle cases;
    private final QueuePolicies policies;
    private final AskMarketplace marketplace;
    private final Event<VerdictReached> news;
    private final PersonBehind behind;
    private final AssizeClock clock;

    ReviewVerdict(
            SecondReviews reviews,
            BlindReadings readings,
            Verdicts verdicts,
            CaseLifecycle cases,
            QueuePolicies policies,
            AskMarketplace marketplace,
            Event<VerdictReached> news,
            PersonBehind behind,
            AssizeClock clock) {
        this.reviews = reviews;
        this.readings = readings;
        this.verdicts = verdicts;
        this.cases = cases;
        this.policies = policies;
        this.marketplace = marketplace;
        this.news = news;
        this.behind = behind;
        this.clock = clock;
    }

    public sealed interface Opinion {}

    /** @param words why, as a note of the case */
    public record Uphold(String words) implements Opinion {}

    /**
     * Of two readings that differ, the second stands.
     *
     * @param words why, as a note of the case
     */
    public record Adopt(String words) implements Opinion {}

    public record Overturn(VerdictForm form) implements Opinion {}

    public sealed interface Result {}

    /** The case is closed by this verdict. */
    public record Reviewed(Verdict verdict) implements Result {}

    /** Whoever reached a verdict does not review it. */
    public record SamePerson() implements Result {}

    /** No verdict of the case waits for a second person, or no longer. */
    public record NothingToReview() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result review(Actor actor, UUID caseId, Opinion opinion) {
        actor.require(Permission.STEER_CASES);
        Optional<FraudCase> its = cases.lockAwaitingReview(caseId);
        Optional<SecondReviews.Open> open = reviews.ofCase(caseId);
        if (its.isEmpty() || open.isEmpty()) {
            return new NothingToReview();
        }
        List<BlindReadings.Kept> both = readings.ofCase(caseId);
        Set<UUID> concerned = both.stream()
                .map(each -> behind.of(each.reading().verdict().reachedById()))
                .collect(Collectors.toSet());
        concerned.add(behind.of(open.get().verdict().reachedById()));
        if (concerned.contains(behind.of(actor.id()))) {
            return new SamePerson();
        }
        Instant now = clock.now();
        return switch (opinion) {
            case Uphold(String words) -> uphold(actor, its.get(), open.get(), words, now);
            case Adopt(String words) ->
                // of a case that was read blind long ago and has another verdict now, neither reading is what is asked
                // about
                open.get().rule() != ReviewRule.DISAGREEMENT
                        ? new NothingToReview()
                        : adopt(actor, its.get(), open.get(), both.getLast(), words, now);
            case Overturn(VerdictForm form) -> overturn(actor, its.get(), open.get(), form, now);
        };
    }

    private Result uphold(Actor actor, FraudCase its, SecondReviews.Open open, String words, Instant now) {
        List<FieldError> errors = Words.check("reason", words, Words.LONGEST_REASON);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        List<FraudCase> following = cases.lockFollowersAwaitingReview(its);
        Map<String, Object> reason = cases.keepReason(its.id(), words, actor, now);
        UUID event = upheld(actor, its, open, reason, now);
        Reviewed own = follow(open.verdict().knownSince(now), its, event, null);
        // one verdict on a ring is upheld by one word, wherever the same person reached it
        for (FraudCase member : following) {
            reviews.ofCase(member.id())
                    .filter(each ->
                            each.verdict().reachedById().equals(open.verdict().reachedById()))
                    .ifPresent(each -> follow(
                            each.verdict().knownSince(now),
                            member,
                            upheld(actor, member, each, Map.of("ring", its.id()), now),
                            event));
        }
        return own;
    }

    private UUID upheld(Actor actor, FraudCase its, SecondReviews.Open open, Map<String, Object> reason, Instant now) {
        Map<String, Object> payload = new LinkedHashMap<>(reason);
        payload.put("upheld", open.verdict().id());
        payload.put("decision", open.verdict().decision());
        reviews.done(open.id(), actor, true, now);
        return cases.close(its.id(), "verdict.upheld", actor, now, payload);
    }

    private Result adopt(
            Actor actor, FraudCase its, SecondReviews.Open open, BlindReadings.Kept second, String words, Instant now) {
        List<FieldError> errors = Words.check("reason", words, Words.LONGEST_REASON);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Verdict verdict = second.reading().verdict();
        Verdicts.Kept kept = verdicts.insert(verdict, its, second.rationaleSalt(), second.claimVersion());
        Map<String, Object> payload = new LinkedHashMap<>(cases.keepReason(its.id(), words, actor, now));
        payload.put("adopted", verdict.id());
        ReachVerdict.under(kept, payload);
        payload.put("decision", verdict.decision());
        payload.put("overturned", open.verdict().id());
        payload.put("reachedBy", verdict.reachedById());
        reviews.done(open.id(), actor, false, now);
        UUID event = cases.close(its.id(), "verdict.adopted", actor, now, payload);
        return follow(verdict.knownSince(now), its, event, null);
    }

    private Result overturn(Actor actor, FraudCase its, SecondReviews.Open open, VerdictForm form, Instant now) {
        List<FieldError> errors =
                form.errors(policies.current(its.queue()).orElseThrow().actions());
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Verdict verdict = form.verdict(Ids.next(), its.id(), actor, now);
        Commitment rationale = Commitment.to(verdict.rationale());
        Verdicts.Kept kept = verdicts.insert(verdict, its, rationale.salt());
        Map<String, Object> payload = new LinkedHashMap<>(ReachVerdict.payload(verdict, rationale, its));
        ReachVerdict.under(kept, payload);
        payload.put("overturned", open.verdict().id());
        reviews.done(open.id(), actor, false, now);
        UUID event = cases.close(its.id(), "verdict.overturned", actor, now, payload);
        return follow(verdict, its, event, null);
    }

    private Reviewed follow(Verdict verdict, FraudCase its, UUID event, @Nullable UUID ringEvent) {
        marketplace.ask(verdict, its);
        news.fire(new VerdictReached(verdict, its, event, ringEvent));
        return new Reviewed(verdict);
    }
}
