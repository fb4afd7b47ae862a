package org.assize.queue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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

    /**
     * Whoever finds a case in the common place is done with one statement, which claims it and tells the trail: it is a transaction
     * by itself, or part of the caller's. Whatever needs more than one is a transaction here.
     */
    public Result claim(Actor actor, String queue) {
        actor.require(Permission.WORK_CASES);
        var found = policies.inForce(queue);
        if (found.isEmpty()) {
            return new NoSuchQueue();
        }
        QueuePolicy policy = found.get();
        Instant now = clock.now();
        Integer capacity = policy.capacityPerPerson();
        return capacity == null
                ? claims.claimNext(policy, actor, now)
                        .<Result>map(held -> claimed(held, actor))
                        .orElseGet(() -> QuarkusTransaction.joiningExisting().call(() -> claimLast(policy, actor, now)))
                : QuarkusTransaction.joiningExisting().call(() -> claimWithin(capacity, policy, actor, now));
    }

    private Result claimWithin(int capacity, QueuePolicy policy, Actor actor, Instant now) {
        claims.queueUp(actor.id(), policy.queueKey());
        if (claims.heldBy(actor.id(), policy.queueKey(), now) >= capacity) {
            return new AtCapacity(capacity);
        }
        return claims.claimNext(policy, actor, now)
                .<Result>map(held -> claimed(held, actor))
                .orElseGet(() -> claimLast(policy, actor, now));
    }

    private Result claimLast(QueuePolicy policy, Actor actor, Instant now) {
        return claims.lockLast(policy, actor.id(), now)
                .<Result>map(its -> {
                    if (its.state() != CaseState.WAITING) {
                        events.ended(its, now);
                    }
                    return claimed(claims.claim(its.id(), actor, now, policy), actor);
                })
                .orElseGet(QueueEmpty::new);
    }

    private Claimed claimed(FraudCase held, Actor actor) {
        return events.claimed(held).asSeenBy(actor);
    }
}
