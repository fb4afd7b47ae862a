package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes a queue, empty until a routing rule leads to it or somebody escalates a case there. Its key is for ever. */
@ApplicationScoped
public class CreateQueue {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final int LONGEST_NAME = 60;

    private final Jdbi jdbi;
    private final QueuePolicies policies;
    private final Calendars calendars;
    private final AuditTrail trail;
    private final Event<QueuePolicy> news;
    private final AssizeClock clock;

    CreateQueue(
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

    public record Created(QueuePolicy policy) implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param subjectKind the only one it takes, {@code order} or {@code seller}; null for any */
    @Transactional
    public Result create(Actor actor, String key, String name, @Nullable String subjectKind, QueuePolicy.Terms terms) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = new ArrayList<>();
        if (!KEY.matcher(key).matches()) {
            errors.add(new FieldError("key", "form", "must be 2 to 40 of a-z, 0-9 and -, a letter first"));
        }
        errors.addAll(Words.check("name", name, LONGEST_NAME));
        if (subjectKind != null && !List.of("order", "seller").contains(subjectKind)) {
            errors.add(new FieldError("subjectKind", "unknown", "must be order or seller, or nothing"));
        }
        errors.addAll(QueueTerms.check(terms, calendars));
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Instant now = clock.now();
        boolean inserted = jdbi.withHandle(handle -> handle.createUpdate("""
                                insert into queue (key, name, subject_kind, position)
                                values (:key, :name, :kind, (select coalesce(max(position), 0) + 1 from queue))
                                on conflict do nothing""")
                        .bind("key", key)
                        .bind("name", name.strip())
                        .bind("kind", subjectKind)
                        .execute()
                == 1);
        if (!inserted) {
            return new Invalid(List.of(new FieldError("key", "taken", "must not be the key of another queue")));
        }
        jdbi.useHandle(handle -> QueueTerms.insert(handle, key, 1, terms, RANDOM.nextLong(), actor, now));
        QueuePolicy policy = policies.current(key).orElseThrow();
        Map<String, Object> payload = new LinkedHashMap<>(ChangeQueuePolicy.payload(policy));
        payload.put("name", policy.queueName());
        if (subjectKind != null) {
            payload.put("subjectKind", subjectKind);
        }
        trail.ofArea(Area.POLICIES, "queue.created", actor, now, payload);
        news.fire(policy);
        return new Created(policy);
    }
}
