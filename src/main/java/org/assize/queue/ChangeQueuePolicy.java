package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new version of a queue's policy in force. Cases that are open keep the due time they were given, and claims the
 * lease they were given.
 */
@ApplicationScoped
public class ChangeQueuePolicy {

    private static final Set<String> ACTIONS =
            Set.of("suspend_seller", "hold_payout", "cancel_order", "refund_buyer", "warn", "none");
    private static final int MOST_MINUTES_OF_LEASE = 1_440;
    private static final int MOST_MINUTES_OF_SLA = 525_600;

    private final Jdbi jdbi;
    private final QueuePolicies policies;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ChangeQueuePolicy(Jdbi jdbi, QueuePolicies policies, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.policies = policies;
        this.trail = trail;
        this.clock = clock;
    }

    public record Change(
            int slaMinutes, int leaseMinutes, @Nullable Integer capacityPerPerson, List<String> actions) {}

    public sealed interface Result {}

    public record Changed(QueuePolicy policy) implements Result {}

    /** Somebody else changed it first: look at theirs before changing it again. */
    public record Outdated(QueuePolicy current) implements Result {}

    public record NoSuchQueue() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param version the one that the actor has looked at */
    @Transactional
    public Result change(Actor actor, String queueKey, int version, Change change) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = check(change);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        var current = policies.current(queueKey);
        if (current.isEmpty()) {
            return new NoSuchQueue();
        }
        if (current.get().version() != version) {
            return new Outdated(current.get());
        }
        Instant now = clock.now();
        int inserted = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into queue_policy (queue_key, version, sla_minutes, lease_minutes, capacity_per_person, actions,
                          changed_by, changed_at)
                        values (:queue, :version, :sla, :lease, :capacity, :actions, :by, :at)
                        on conflict do nothing""")
                .bind("queue", queueKey)
                .bind("version", version + 1)
                .bind("sla", change.slaMinutes())
                .bind("lease", change.leaseMinutes())
                .bind("capacity", change.capacityPerPerson())
                .bindArray("actions", String.class, change.actions())
                .bind("by", actor.id())
                .bind("at", now)
                .execute());
        QueuePolicy inForce = policies.current(queueKey).orElseThrow();
        if (inserted == 0) {
            return new Outdated(inForce);
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("queue", queueKey);
        payload.put("version", version + 1);
        payload.put("slaMinutes", change.slaMinutes());
        payload.put("leaseMinutes", change.leaseMinutes());
        payload.put("actions", change.actions());
        if (change.capacityPerPerson() != null) {
            payload.put("capacityPerPerson", change.capacityPerPerson());
        }
        trail.ofArea(Area.POLICIES, "queue_policy.changed", actor, now, payload);
        return new Changed(inForce);
    }

    private static List<FieldError> check(Change change) {
        List<FieldError> errors = new ArrayList<>();
        if (change.slaMinutes() < 1 || change.slaMinutes() > MOST_MINUTES_OF_SLA) {
            errors.add(new FieldError("slaMinutes", "range", "must be from 1 to " + MOST_MINUTES_OF_SLA));
        }
        if (change.leaseMinutes() < 1 || change.leaseMinutes() > MOST_MINUTES_OF_LEASE) {
            errors.add(new FieldError("leaseMinutes", "range", "must be from 1 to " + MOST_MINUTES_OF_LEASE));
        }
        if (change.capacityPerPerson() != null && change.capacityPerPerson() < 1) {
            errors.add(new FieldError("capacityPerPerson", "range", "must be at least 1, or nothing"));
        }
        if (change.actions().isEmpty() || !ACTIONS.containsAll(change.actions())) {
            errors.add(new FieldError(
                    "actions",
                    "unknown",
                    "must be some of " + ACTIONS.stream().sorted().toList()));
        }
        return errors;
    }
}
