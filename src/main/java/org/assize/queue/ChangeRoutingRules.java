package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Puts another list of routing rules in force: for the next case that opens, on whatever node. Open cases stay where they are. */
@ApplicationScoped
public class ChangeRoutingRules {

    private final Jdbi jdbi;
    private final RoutingVersions versions;
    private final QueuePolicies policies;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ChangeRoutingRules(
            Jdbi jdbi, RoutingVersions versions, QueuePolicies policies, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.versions = versions;
        this.policies = policies;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Changed(RoutingRules rules) implements Result {}

    /** Somebody else changed them first: look at theirs before changing them again. */
    public record Outdated(RoutingRules current) implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param version the one that the actor has looked at */
    @Transactional
    public Result change(Actor actor, int version, List<RoutingRule> rules) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = RoutingCheck.of(rules, policies.current());
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        RoutingRules current = versions.current();
        if (current.version() != version) {
            return new Outdated(current);
        }
        Instant now = clock.now();
        int inserted = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into routing_rules (version, rules, changed_by, changed_at)
                        values (:version, :rules::jsonb, :by, :at)
                        on conflict do nothing""")
                .bind("version", version + 1)
                .bind("rules", RoutingVersions.written(rules))
                .bind("by", actor.id())
                .bind("at", now)
                .execute());
        RoutingRules inForce = versions.current();
        if (inserted == 0) {
            return new Outdated(inForce);
        }
        trail.ofArea(
                Area.POLICIES,
                "routing_rules.changed",
                actor,
                now,
                Map.of("version", inForce.version(), "rules", rules));
        return new Changed(inForce);
    }
}
