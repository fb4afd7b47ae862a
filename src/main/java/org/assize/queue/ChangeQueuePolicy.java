package org.assize.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts a new version of a queue's policy in force. Cases that are open keep the due time they were given, and claims the
 * lease they were given.
 */
@ApplicationScoped
public class ChangeQueuePolicy {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;
    private final QueuePolicies policies;
    private final Calendars calendars;
    private final AuditTrail trail;
    private final Event<QueuePolicy> news;
    private final AssizeClock clock;

    ChangeQueuePolicy(
            Jdbi jdbi,
            QueuePolicies policies,
            Calendars calendars,
            AuditTrail trail,
            Event<QueuePolicy> news,
            AssizeClock clock) {
        this.jdbi = jdbi;
        this.policies = policies;
        this.calendars = calendars;
        this.trail = trail;
        this.news = news;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Changed(QueuePolicy policy) implements Result {}

    /** Somebody else changed it first: look at theirs before changing it again. */
    public record Outdated(QueuePolicy current) implements Result {}

    public record NoSuchQueue() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param version the one that the actor has looked at */
    @Transactional
    public Result change(Actor actor, String queueKey, int version, QueuePolicy.Terms terms) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = QueueTerms.check(terms, calendars);
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
        boolean inserted = jdbi.withHandle(
                handle -> QueueTerms.insert(handle, queueKey, version + 1, terms, RANDOM.nextLong(), actor, now));
        QueuePolicy inForce = policies.current(queueKey).orElseThrow();
        if (!inserted) {
            return new Outdated(inForce);
        }
        trail.ofArea(Area.POLICIES, "queue_policy.changed", actor, now, payload(inForce));
        news.fire(inForce);
        return new Changed(inForce);
    }

    /** All the terms, so that the trail alone tells what was in force when. */
    static Map<String, Object> payload(QueuePolicy policy) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("queue", policy.queueKey());
        payload.put("version", policy.version());
        payload.putAll(JSON.convertValue(policy.terms(), new TypeReference<Map<String, Object>>() {}));
        payload.put("drawSeed", policy.drawSeed());
        payload.values().removeIf(Objects::isNull);
        return payload;
    }
}
