package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
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
        var policy = policies.current(queue);
        if (policy.isEmpty()) {
            return new NoSuchQueue();
        }
        Instant now = clock.now();
        Integer capacity = policy.get().capacityPerPerson();
        if (capacity != null) {
            claims.queueUp(actor.id(), queue);
            if (claims.heldBy(actor.id(), queue, now) >= capacity) {
                return new AtCapacity(capacity);
            }
        }
        var taken = claims.claimNext(policy.get(), actor.id(), now);
        if (taken.isEmpty()) {
            return new QueueEmpty();
        }
        Claimed claimed = Claimed.of(taken.get().fraudCase());
        events.claimed(
                actor,
                claimed,
                taken.get().formerState(),
                taken.get().formerHolder(),
                taken.get().formerVersion(),
                now);
        return claimed.asSeenBy(actor);
    }
}
