package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Claims the most urgent case of a queue that nobody holds: first what was handed over to the actor, last what the actor
 * has just given back. Callers at the same time get different cases and do not wait for each other.
 */
@ApplicationScoped
public class ClaimNextCase {

    private final Claims claims;
    private final ClaimEvents events;
    private final QueuePolicies policies;
    private final AssizeClock clock;

    ClaimNextCase(Claims claims, ClaimEvents events, QueuePolicies policies, AssizeClock clock) {
        this.claims = claims;
        this.events = events;
        this.policies = policies;
        this.clock = clock;
    }

    public sealed interface Result permits Claimed, QueueEmpty, AtCapacity, NoSuchQueue {}

    public record QueueEmpty() implements Result {}

    public record NoSuchQueue() implements Result {}

    @Transactional
    public Result claim(Actor actor, String queue) {
        actor.require(Permission.WORK_CASES);
        var found = policies.inForce(queue);
        if (found.isEmpty()) {
            return new NoSuchQueue();
        }
        QueuePolicy policy = found.get();
        Instant now = clock.now();
        Integer capacity = policy.capacityPerPerson();
        if (capacity != null) {
            claims.queueUp(actor.id(), queue);
            if (claims.heldBy(actor.id(), queue, now) >= capacity) {
                return new AtCapacity(capacity);
            }
        }
        return claims.claimNext(policy, actor.id(), now)
                .or(() -> claimLast(policy, actor.id(), now))
                .<Result>map(held -> events.claimed(held).asSeenBy(actor))
                .orElseGet(QueueEmpty::new);
    }

    private Optional<FraudCase> claimLast(QueuePolicy policy, UUID me, Instant now) {
        return claims.lockLast(policy, me, now).map(its -> {
            if (its.state() != CaseState.WAITING) {
                events.ended(its, now);
            }
            return claims.claim(its.id(), me, now, policy);
        });
    }
}
