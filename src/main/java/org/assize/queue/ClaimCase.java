package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** Claims one named case, waiting or snoozed. Whoever holds it already gets the claim they have. */
@ApplicationScoped
public class ClaimCase {

    private final Claims claims;
    private final ClaimEvents events;
    private final QueuePolicies policies;
    private final AssizeClock clock;

    ClaimCase(Claims claims, ClaimEvents events, QueuePolicies policies, AssizeClock clock) {
        this.claims = claims;
        this.events = events;
        this.policies = policies;
        this.clock = clock;
    }

    public sealed interface Result
            permits Claimed, HeldByAnother, Reserved, ReadBefore, NotOpen, AtCapacity, NoSuchCase {}

    public record HeldByAnother(UUID heldById, String heldBy, Instant since, Instant until) implements Result {}

    /** It was handed over to somebody else, and only they or a lead may claim it. */
    public record Reserved(UUID assignedToId, String assignedTo) implements Result {}

    /** The actor has read the case blind: another person is its second reader. */
    public record ReadBefore() implements Result {}

    /** It is closed, awaits a second review, or is judged with a ring. */
    public record NotOpen(CaseState state, @Nullable Instant closedAt) implements Result {}

    @Transactional
    public Result claim(Actor actor, UUID caseId) {
        actor.require(Permission.WORK_CASES);
        var found = claims.lock(caseId);
        if (found.isEmpty()) {
            return new NoSuchCase();
        }
        FraudCase its = found.get();
        Instant now = clock.now();
        if (its.state() == CaseState.CLOSED
                || its.state() == CaseState.SECOND_REVIEW
                || its.state() == CaseState.IN_RING) {
            return new NotOpen(its.state(), its.closedAt());
        }
        UUID holder = its.claimedById();
        Instant until = its.claimedUntil();
        if (holder != null && until != null && until.isAfter(now)) {
            return holder.equals(actor.id())
                    ? Claimed.of(its).asSeenBy(actor)
                    : new HeldByAnother(
                            holder, orEmpty(its.claimedBy()), its.claimedAt() == null ? now : its.claimedAt(), until);
        }
        UUID assignee = its.assignedToId();
        if (assignee != null && !assignee.equals(actor.id()) && !actor.may(Permission.STEER_CASES)) {
            return new Reserved(assignee, orEmpty(its.assignedTo()));
        }
        if (claims.hasRead(its, actor.id())) {
            return new ReadBefore();
        }
        QueuePolicy policy = policies.inForce(its.queue()).orElseThrow();
        Integer capacity = policy.capacityPerPerson();
        if (capacity != null) {
            claims.queueUp(actor.id(), its.queue());
            if (claims.heldBy(actor.id(), its.queue(), now) >= capacity) {
                return new AtCapacity(capacity);
            }
        }
        // A snooze that is cut short is over, too, but by the act itself.
        if (its.state() == CaseState.CLAIMED) {
            events.ended(its, now);
        }
        return events.claimed(claims.claim(caseId, actor, now, policy)).asSeenBy(actor);
    }

    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }
}
